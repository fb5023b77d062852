"""A few hand-ins graded in one pass, and each of them as it is alone."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from grader.assignment.faults import AssignmentFaults
from grader.classroom import course as course_module
from grader.classroom import in_one_pass, process_pool
from grader.classroom.course import Course, Result
from grader.classroom.hand_in import Attempt, HandIn
from grader.classroom.in_one_pass import can_be_in_one_pass, results_of
from grader.handout.solve import solve
from grader.sandbox.start import ZygoteWhenNeeded

ID = "exam-relu-9"
STUDENTS = ("ada", "bob", "cyd", "dan")


@pytest.fixture(scope="module")
def secret(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("secret") / "secret.txt"
    path.write_text("a secret of more than twenty letters\n", encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def works(tmp_path_factory: pytest.TempPathFactory, secret: Path) -> Path:
    """Right work, slips carried on, a program, nonsense, and what nobody can read."""
    folder = tmp_path_factory.mktemp("works")
    for number, who in enumerate(STUDENTS):
        right = dict(solve(ID, student=who, secret=str(secret)).answers)
        numbers = [name for name, value in right.items() if type(value) in (int, float)]
        for name in numbers[number:][:number]:
            right[name] = -2 * float(str(right[name])) - number
        _put(folder / f"{who}.json", json.dumps({"student": who, **right}))
        lines = (f"{name} = {value!r}" for name, value in right.items())
        _put(folder / f"{who}-2.py", "\n".join((f"student = {who!r}", *lines)))
    _put(folder / "eve.py", "c_h2 = 1 / 0\nc_h3 = 1e300\nstudent = 'ada'\n")
    _put(folder / "fay.yaml", "c_h2: [1\n")
    _put(folder / "gus.txt", "nothing that is graded\n")
    return folder


def _put(path: Path, text: str) -> None:
    path.write_text(text + "\n", encoding="utf-8")


def _hand_ins(works: Path) -> list[HandIn]:
    return [
        HandIn(path.stem.removesuffix("-2"), (Attempt(path.name, None),))
        for path in sorted(works.iterdir())
    ]


def _alone(course: Course, works: Path) -> list[Result]:
    with ZygoteWhenNeeded() as zygote:
        return [course.result_of(one, works, zygote) for one in _hand_ins(works)]


def _together(course: Course, works: Path) -> list[Result]:
    with ZygoteWhenNeeded() as zygote:
        return [result for result, _ in results_of(course, _hand_ins(works), works, zygote)]


@pytest.mark.parametrize("drawn", [True, False], ids=["numbers of their own", "printed numbers"])
def test_everybody_gets_in_one_pass_what_they_get_alone(
    drawn: bool, works: Path, secret: Path
) -> None:
    def course() -> Course:
        return Course(ID, secret=str(secret) if drawn else None)

    expected = _alone(course(), works)
    assert expected == _together(course(), works)
    notes = {str(entry["note"]) for one in expected for entry in _entries(one)}
    assert {"answer.missing", "number.match"} < notes
    assert len(notes) > 4, notes


def _entries(one: Result) -> list[dict[str, object]]:
    found = one.line.get("answers", [])
    assert isinstance(found, list)
    return found


def test_of_several_attempts_the_best_counts_in_one_pass_too(works: Path, secret: Path) -> None:
    course = Course(ID, secret=str(secret), best=True)
    everything = tuple(Attempt(f"{who}.json", None) for who in STUDENTS)
    with ZygoteWhenNeeded() as zygote:
        one = HandIn("cyd", everything)
        expected = course.result_of(one, works, zygote)
        [(found, _), _] = results_of(course, [one, HandIn("bob", everything[:2])], works, zygote)
    assert expected == found
    assert expected.line["file"] == "cyd.json"


def test_a_fault_in_what_is_done_together_leaves_everybody_what_they_have_alone(
    works: Path, secret: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    course = Course(ID, secret=str(secret))
    expected = _alone(course, works)

    def fails(*_: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(in_one_pass, "tabulate", fails)
    with ZygoteWhenNeeded() as zygote:
        found = process_pool.graded_together(iter(_hand_ins(works)), course, works, zygote)
    assert expected == [result for result, _, _ in found]
    assert {""} == {fault for *_, fault in found}


def test_a_faulty_sheet_is_nobodys_zero(works: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def faulty(*_: object) -> None:
        raise AssignmentFaults([])

    monkeypatch.setattr(course_module, "limits_of", faulty)
    with ZygoteWhenNeeded() as zygote, pytest.raises(AssignmentFaults):
        results_of(Course(ID), _hand_ins(works), works, zygote)


@pytest.mark.parametrize(("sheet", "can"), [(ID, True), ("cells-in-code", False)])
def test_functions_are_judged_while_their_program_is_there(sheet: str, can: bool) -> None:
    assert can is can_be_in_one_pass(Course(sheet))


def test_all_that_were_graded_in_one_pass_when_a_grader_dies_are_tried_once_more_alone(
    works: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def dies(hand_ins: object, *_: object) -> list[tuple[Result, float, str]]:
        taken = [one.id for one in hand_ins]  # type: ignore[attr-defined]
        if "bob" in taken:
            raise SystemExit(1)
        return [(Result({"id": one}, {}), 0.0, "") for one in taken]

    monkeypatch.setattr(process_pool, "graded_together", dies)
    monkeypatch.setattr(process_pool, "can_fork", lambda: True)
    hand_ins = [HandIn(one, ()) for one in ("ada", "bob", "cyd", "dan", "eve")]
    found = list(process_pool.graded(hand_ins, Course(ID), works, jobs=1))
    assert ["ada", "cyd", "dan", "eve"] == sorted(one.hand_in.id for one in found if not one.fault)
    assert ["bob"] == [one.hand_in.id for one in found if one.fault]
