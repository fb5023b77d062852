"""`grader certify`: a grade with its proof, as one file that anybody can check."""

from __future__ import annotations

import argparse

from grader.cli.parser import Commands
from grader.outcome.errors import InputError


def add(commands: Commands) -> None:
    """Declare the command."""
    parser = commands.new(
        "certify",
        run,
        sentence="Grade a submission and write a certificate: every point with its proof.",
        example="grader certify answers.py --out answers.certificate.json",
        exits={0: "written", 2: "submission or assignment not found, ambiguous or faulty"},
    )
    parser.add_argument("submission", metavar="SUBMISSION", nargs="?", help="what `check` takes")
    parser.add_argument("--assignment", metavar="A", help="an id or a path, as for `check`")
    parser.add_argument("--student", metavar="ID", help="whose variant; else the printed numbers")
    parser.add_argument(
        "--secret", metavar="FILE", help="what draws the variants; else GRADER_SECRET names it"
    )
    parser.add_argument("--manifest", metavar="M", help="the file that lists who got which variant")
    parser.add_argument("--marks", metavar="F", help="points from staff for the text answers")
    parser.add_argument("--out", metavar="FILE", help="where to write; else it is printed")
    parser.add_argument(
        "--checker", metavar="FILE", help="also write the checker, which needs Python alone"
    )


def run(arguments: argparse.Namespace) -> int:
    """Grade, prove, and write."""
    from grader.certificate import checker  # only whoever wants a proof pays for it

    if arguments.checker:
        _write(arguments.checker, checker())
    if arguments.submission is None:
        if arguments.checker:
            return 0
        from grader.words.sentences import certificates as sentences

        raise InputError(sentences.nothing_to_certify())
    text = _certificate(arguments)
    if arguments.out:
        _write(arguments.out, text)
    else:
        print(text, end="")
    return 0


def _certificate(arguments: argparse.Namespace) -> str:
    from grader.certificate import as_text, certify  # brings NumPy

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
    from pathlib import Path

    try:
        Path(path).write_text(text, encoding="utf-8")
    except OSError as fault:
        from grader.words.sentences import certificates as sentences

        raise InputError(sentences.not_written(path, fault.strerror or "")) from None
