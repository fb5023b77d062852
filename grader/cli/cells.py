"""`grader cells`: the catalogue of cells."""

from __future__ import annotations

import argparse

from grader.outcome.errors import InputError
from grader.words.sentences import assignments as sentences
from reference import CATALOGUE


def run(arguments: argparse.Namespace) -> int:
    """Print the list, or one cell."""
    from grader.handout import cell_pages  # brings NumPy

    name = arguments.cell
    if name and not cell_pages.is_there(name):
        from grader.assignment.faults import did_you_mean  # only a fault pays for it

        near = did_you_mean(name, CATALOGUE)
        raise InputError(sentences.cell_unknown(name, near if near.startswith("did") else ""))
    if arguments.source and not name:
        raise InputError(sentences.source_needs_cell())
    if arguments.json:
        import json  # one output, one import

        found = cell_pages.facts(name) if name else [cell_pages.facts(each) for each in CATALOGUE]
        print(json.dumps(found, indent=2, ensure_ascii=False))
    elif arguments.source:
        print(cell_pages.source(name))
    else:
        print(cell_pages.describe(name) if name else cell_pages.listed())
    return 0
