"""Mistakes come out of the cache, and from one student to the next, as they were made."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from handed_in import the_printed

from grader.grading import kept_mistakes as kept
from grader.grading.follow import Carried
from grader.grading.mistake_table import Table
from grader.grading.mistaken_targets import rewrites
from grader.key.store import Keys

SHEETS = ("exam-bptt-8", "sheet-pos-tagging")


@pytest.fixture(autouse=True)
def own_cache(monkeypatch, tmp_path):
    folder = tmp_path / "cache"
    folder.mkdir(mode=0o700)
    monkeypatch.setenv("GRADER_CACHE", str(folder))
    monkeypatch.setattr(kept, "_MADE", {})
    return folder


def targets(sheet, *, shared=True):
    keys = Keys(sheet, shared=shared)
    asked = [
        (a, q)
        for q in sheet.questions
        for a in q.answers
        if a.kind in ("number", "vector", "matrix")
    ]
    return [keys.of(answer, question).target for answer, question in asked]


def told(made):
    return [(note, what, one.system.cell, one.expression) for note, what, one in made]


@pytest.mark.parametrize("name", SHEETS)
def test_what_was_kept_is_what_was_made(name, monkeypatch):
    sheet = the_printed(name)
    first = [told(rewrites(one, Carried(()))) for one in targets(sheet)]
    monkeypatch.setattr(kept, "_MADE", {})  # another process
    monkeypatch.setattr("grader.grading.mistaken_targets._rewritten", None)  # nothing is made again
    assert first == [told(rewrites(one, Carried(()))) for one in targets(sheet)]
    assert sum(map(len, first)) > 10


def test_a_kept_mistake_gives_the_same_number(monkeypatch):
    sheet = the_printed("exam-bptt-8")
    values = [table_values(one) for one in targets(sheet)]
    monkeypatch.setattr(kept, "_MADE", {})
    again = [table_values(one) for one in targets(sheet)]
    for one, other in zip(values, again, strict=True):
        np.testing.assert_array_equal(one, other)


def table_values(target):
    table = Table([target], [Carried(())])
    found = [table.value(place) for place in range(len(table.made))]
    return np.concatenate([value.ravel() for value in found if value is not None] or [np.zeros(0)])


def test_somebody_with_other_numbers_has_the_same_mistakes_and_numbers_of_their_own():
    sheet = the_printed("exam-bptt-8")

    def larger(system):
        given = {n: (np.asarray(v, dtype=float) * 1.5).tolist() for n, v in system.given.items()}
        return replace(system, given=given)

    other = replace(sheet, systems={name: larger(one) for name, one in sheet.systems.items()})
    mine = [rewrites(one, Carried(())) for one in targets(sheet, shared=False)]
    theirs = [rewrites(one, Carried(())) for one in targets(other, shared=False)]
    assert [told(made) for made in mine] == [told(made) for made in theirs]
    alone = [table_values(one) for one in targets(other, shared=False)]
    kept._MADE.clear()
    fresh = [table_values(one) for one in targets(other, shared=False)]
    for one, found in zip(fresh, alone, strict=True):
        np.testing.assert_array_equal(one, found)


def test_numbers_that_are_drawn_leave_nothing_in_the_cache(own_cache):
    sheet = the_printed("exam-relu-9")
    before = sorted(own_cache.iterdir())
    assert all(rewrites(one, Carried(())) for one in targets(sheet, shared=False))
    assert before == sorted(own_cache.iterdir())


def test_a_mistake_that_changes_more_than_equations_is_made_anew(monkeypatch):
    target = targets(the_printed("exam-relu-9"))[0]
    cell = target.system.cell
    wider = replace(target, system=replace(target.system, cell=replace(cell, title="another")))
    made = [("slip", "words", wider)]
    assert made == kept.kept_mistakes(target, (), lambda: made)
    monkeypatch.setattr(kept, "_MADE", {})
    assert "made again" == kept.kept_mistakes(target, (), lambda: "made again")
