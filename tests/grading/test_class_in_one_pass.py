"""A class is diagnosed in one pass, and every verdict is what it is one by one."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from handed_in import the_printed

from grader.assignment.kinds import NUMERIC
from grader.grading.follow import Carried
from grader.grading.joint import tabulate
from grader.grading.judge import Judge
from grader.grading.mistakes import mistakes_of
from grader.key.store import Keys
from grader.outcome.typed import Typed
from grader.submission.model import Submission
from grader.submission.work import Work

STUDENTS = 3
ASKED = slice(4, 6)


def variant(number):
    """The printed sheet with numbers that are a little larger for each student."""
    sheet = the_printed("rnn-exercises")

    def drawn(system):
        if not system.given:
            return system
        larger = {
            name: (np.asarray(array, dtype=float) * (1 + number / 8)).tolist()
            for name, array in system.given.items()
        }
        return replace(system, given=larger)

    return replace(sheet, systems={name: drawn(one) for name, one in sheet.systems.items()})


def typed(value):
    if np.ndim(value):
        return Typed(np.asarray(value).tolist(), None, entries=tuple(typed(one) for one in value))
    return Typed(float(value), f"{value:.4f}")


def mistaken(keys, number):
    """The answers of a student who makes some mistake in each, another one than the neighbour."""
    found = {}
    for question in keys.assignment.questions[ASKED]:
        for answer in question.answers:
            if answer.kind not in NUMERIC:
                continue
            target = keys.of(answer, question).target
            made = [m.value for m in mistakes_of(target, Carried(()))] or [target.value]
            found[answer.name] = np.round(made[number % len(made)], 4)
    return found


@pytest.fixture(scope="module")
def handed_in():
    """Everybody's keys and answers."""
    all_keys = [Keys(variant(number)) for number in range(STUDENTS)]
    return [(keys, mistaken(keys, number)) for number, keys in enumerate(all_keys)]


def judge_of(keys, values):
    answers = {name: typed(value) for name, value in values.items()}
    return Judge(keys, Work(Submission(Path("answers.yaml"), answers=answers), tuple(answers)))


def findings(judge):
    return [judge.findings(question, None) for question in judge.assignment.questions[ASKED]]


def test_a_class_of_variants_is_judged_as_everybody_alone(handed_in):
    alone = [findings(judge_of(keys, values)) for keys, values in handed_in]
    together = [judge_of(keys, values) for keys, values in handed_in]
    tabulate(paper for judge in together for paper in judge.papers())
    assert alone == [findings(judge) for judge in together]
    notes = {one.note for some in alone for question in some for one in question.values()}
    assert len(notes) > 3, notes


def test_one_table_serves_all_whose_equations_are_the_same(handed_in):
    judges = [judge_of(keys, values) for keys, values in handed_in]
    papers = [paper for judge in judges for paper in judge.papers()]
    tabulate(papers)
    tables = {id(paper.table) for paper in papers if paper.answer.name == "e6_c"}
    assert (1, STUDENTS) == (len(tables), sum(p.answer.name == "e6_c" for p in papers))
