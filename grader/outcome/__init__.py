"""Outcomes: verdicts, findings, reports and errors, plain values near the ground."""
