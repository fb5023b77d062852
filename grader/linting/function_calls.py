"""Whether every function of an assignment can be called: its calls are drawn and worked out.

What a file says may be well formed and still have no numbers: a word that must be below 0 where
a check has a vocabulary of one, equations that need what nobody gives.  The first student would
meet it; its author should.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np

from grader.assignment import Assignment, read_assignment
from grader.assignment.faults import Fault
from grader.functions import Functions
from grader.functions.cases import Case
from grader.functions.frameworks import missing_frameworks
from grader.outcome.errors import InputError
from grader.words.sentences import assignments as sentences
from reference.language.effort import Budget, at_most

_MOST_WORK = 1_000_000  # places looked at for the calls of one function


def unloadable_faults(path: Path, assignment: Assignment) -> Iterator[Fault]:
    """A warning for each library that code needs and that is not here: nobody's code can be graded."""
    source = read_assignment(path)
    for said in missing_frameworks(assignment):
        yield replace(source.fault(("framework",), said), warning=True)


def _not_finite(cases: Iterable[Case]) -> Iterator[str]:
    """The results that are no numbers in some call: a root of what is drawn below 0, say."""
    for case in cases:
        for name, right in case.expected.items():
            if isinstance(right, np.ndarray) and not np.all(np.isfinite(right)):
                yield name


def uncallable_faults(path: Path, assignment: Assignment) -> Iterator[Fault]:
    """A fault for every function that cannot be called, or has no right results."""
    source = read_assignment(path)
    functions = Functions(assignment, None)
    for index, question in enumerate(assignment.questions):
        for answer in question.answers:
            if answer.kind != "function":
                continue
            try:
                with at_most(Budget(_MOST_WORK)):
                    nowhere = [*_not_finite(functions.cases(answer.name))]
            except InputError as fault:
                said = str(fault)
            except Exception as error:  # noqa: BLE001  # a crash here would be one at every student
                said = sentences.function_not_worked_out(answer.name, f"{error}")
            else:
                if not nowhere:
                    continue
                said = sentences.no_right_result(answer.name, nowhere[0])
            yield source.fault(("questions", index, "answers", answer.name), said)
