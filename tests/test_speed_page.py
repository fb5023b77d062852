"""The history of the benchmark, and the page that is made of it."""

from __future__ import annotations

import pytest

from bench.history import Run, keep, read, slower
from bench.rows import Row
from bench.speed_page import PAGE, page


def run_of(ratio: float, commit: str = "abc") -> Run:
    return Run(commit, "2026-11-30", "2 cores", (Row("check", "floor", ratio, 1.0, 1.5),))


def test_the_page_is_what_the_latest_run_says():
    assert PAGE.read_text(encoding="utf-8") == "\n".join(page(read())) + "\n"


def test_every_kept_run_has_the_commands_that_people_wait_for():
    for run in read():
        asked = {"grader check: values .py", "grader check: wrong values .py", "grader --help"}
        assert asked <= {row.what for row in run.rows}, run.commit


def test_a_run_is_read_as_it_was_kept(tmp_path):
    path = tmp_path / "history.jsonl"
    for ratio in (1.25, 2.5):
        keep(run_of(ratio), path)
    assert [run_of(1.25), run_of(2.5)] == read(path)


def test_without_a_history_there_are_no_runs(tmp_path):
    assert [] == read(tmp_path / "none.jsonl")


@pytest.mark.parametrize(
    ("now", "said"),
    [
        (1.1, []),
        (1.2, ["check / floor: 1.00 at old, 1.20 now"]),
        (0.5, []),
    ],
)
def test_what_takes_fifteen_percent_longer_is_said(now, said):
    assert said == slower(run_of(now), [run_of(5.0, "older"), run_of(1.0, "old")])


def test_what_was_never_measured_before_is_no_slower():
    other = Run("old", "2026-11-29", "2 cores", (Row("lint", "floor", 0.1, 1.0),))
    assert [] == slower(run_of(9.0), [other])
