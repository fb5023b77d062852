"""`grader certify`: a grade with its proof, as one file that anybody can check."""

from __future__ import annotations

import argparse
from pathlib import Path

from grader.certificate import as_text, certify, checker
from grader.outcome.errors import InputError
from grader.words.sentences import certificates as sentences


def run(arguments: argparse.Namespace) -> int:
    """Grade, prove, and write."""
    if arguments.checker:
        _write(arguments.checker, checker())
    if arguments.submission is None:
        if arguments.checker:
            return 0
        raise InputError(sentences.nothing_to_certify())
    text = _certificate(arguments)
    if arguments.out:
        _write(arguments.out, text)
    else:
        print(text, end="")
    return 0


def _certificate(arguments: argparse.Namespace) -> str:
    _, certificate = certify(
        arguments.submission,
        assignment=arguments.assignment,
        student=arguments.student,
        manifest=arguments.manifest,
        secret=arguments.secret,
        marks=arguments.marks,
    )
    return as_text(certificate)


def _write(path: str, text: str) -> None:
    try:
        Path(path).write_text(text, encoding="utf-8")
    except OSError as fault:
        raise InputError(sentences.not_written(path, fault.strerror or "")) from None
