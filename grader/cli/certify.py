"""`grader certify`: a grade with its proof, as one file that anybody can check."""

from __future__ import annotations

import argparse
from datetime import datetime
from pathlib import Path

from grader.certificate import Dates, as_text, certify, checker
from grader.files.written import put
from grader.gradescope.metadata import read_date
from grader.outcome.errors import InputError
from grader.words.sentences import batches
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
        dates=_dates(arguments.due, arguments.handed_in),
    )
    return as_text(certificate)


def _dates(due: str | None, handed_in: str | None) -> Dates | None:
    if due is None and handed_in is None:
        return None
    if due is None or handed_in is None:
        raise InputError(sentences.one_date())
    return Dates(_date("--due", due), _date("--handed-in", handed_in))


def _date(option: str, text: str) -> datetime:
    found = read_date(text)
    if found is None:
        raise InputError(batches.no_such_date(text, option))
    return found


def _write(path: str, text: str) -> None:
    try:
        put(Path(path), text.encode())
    except OSError as fault:
        raise InputError(sentences.not_written(path, fault.strerror or "")) from None
