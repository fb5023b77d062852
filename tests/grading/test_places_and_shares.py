"""Sizes and ends that count one by one, and numbers that counts go into."""

from __future__ import annotations

from pathlib import Path

import pytest

import grader

PLACES = """title: Shapes
points: 6
questions:
  - id: q
    prompt: Which?
    answers:
      q_s: {kind: shape, per_entry: true, value: [32, 20, 128], points: 3}
      q_r: {kind: range, per_entry: true, value: [-1, 1], points: 2}
      q_t: {kind: shape, value: [3, 5], points: 1}
"""
SHARES = """title: Shares
points: 2
systems:
  emb: {cell: gru, sizes: {d: 10, n: 8}}
  enc: {cell: lstm, sizes: {d: 8, n: 16}}
questions:
  - id: q
    prompt: How many percent?
    answers:
      q_a: {value: "100*parameters(emb)/(parameters(emb) + parameters(enc))", rounding: {decimals: 1, at: result}}
      q_b: {kind: count, value: parameters(emb) + parameters(enc)}
"""


def scores(folder: Path, sheet: str, work: str) -> list[float]:
    (folder / "sheet.yaml").write_text(sheet)
    (folder / "work.yaml").write_text(work)
    report = grader.check(folder / "work.yaml", assignment=folder / "sheet.yaml")
    return [float(entry.score) for entry in report.entries]


@pytest.mark.parametrize(
    ("expected", "shape", "ends", "whole"),
    [
        ([3, 2, 1], "[32, 20, 128]", "[-1, 1]", "[3, 5]"),
        ([2, 1, 0], "[32, 20, 64]", "[-1, 2]", "[3, 4]"),
        ([1, 1, 0], "[20, 32, 128]", "[0, 1]", "[5, 3]"),
        ([0, 0, 0], "[32, 20]", "[-2, 2]", "[3]"),
    ],
)
def test_every_size_and_every_end_earns_its_share(
    tmp_path: Path, expected: list[float], shape: str, ends: str, whole: str
) -> None:
    assert expected == scores(tmp_path, PLACES, f"q_s: {shape}\nq_r: {ends}\nq_t: {whole}\n")


def test_a_number_may_be_worked_out_of_counts(tmp_path: Path) -> None:
    few, many = 3 * (8 * 10 + 8 * 8 + 8), 4 * (16 * 8 + 16 * 16 + 16)
    share = round(100 * few / (few + many), 1)
    assert [1, 1] == scores(tmp_path, SHARES, f"q_a: {share}\nq_b: {few + many}\n")
    assert [0, 1] == scores(tmp_path, SHARES, f"q_a: {share + 0.2:.1f}\nq_b: {few + many}\n")
