"""Whose sheet was it?  Over a class of every assignment that draws, on Gradescope and at home."""

from __future__ import annotations

import json
from functools import cache

import pytest

from grader.assignment import Assignment, find_assignment, load_assignment
from grader.cli.main import main
from grader.handout.solve import solved
from grader.outcome.errors import Faulty
from grader.outcome.typed import Typed
from grader.variant.issue import numbers_of_class
from grader.variant.manifest import Manifest, freeze, write_manifest
from grader.variant.recognise import Recognised, recognise
from grader.variant.selection import Selection
from grader.variant.student_numbers import filled, original
from tests.gradescope_place import lay_out, run
from tests.sizes import later

SECRET = b"correct horse battery staple"
CLASS = tuple(f"s{k}" for k in range(30))
MANY = ("quiz-gated-cells", "rnn-exercises", "sheet-pos-tagging")
FEW = ("exam-bptt-8", "exam-relu-12", "exam-relu-9")  # small whole numbers, and few of them


@cache
def sheet(name: str) -> Assignment:
    return load_assignment(find_assignment(name))


@cache
def manifest(name: str) -> Manifest:
    return freeze(sheet(name), CLASS, SECRET)


def key(name: str, numbers) -> dict[str, object]:
    return dict(solved(filled(manifest(name).applied(sheet(name)), numbers)))


@cache
def own_key(name: str, student: str) -> dict[str, object]:
    return key(name, manifest(name).numbers(student))


def found(name: str, owner: str, answers: dict[str, object]) -> Recognised | None:
    frozen, numbers = manifest(name).applied(sheet(name)), manifest(name).numbers(owner)
    chosen = Selection(filled(frozen, numbers), numbers, manifest(name))
    return recognise(chosen, owner, {n: Typed(v) for n, v in answers.items()})


def rounded(value: object) -> object:
    if isinstance(value, list):
        return [rounded(entry) for entry in value]
    return round(value, 3) if isinstance(value, float) else value


@pytest.mark.parametrize("name", later(MANY, ["quiz-gated-cells", "rnn-exercises"]))
@pytest.mark.parametrize("owner", later(["s0", "s17"], ["s17"]))
def test_the_key_of_one_is_recognised_on_the_sheet_of_another(name, owner):
    for worked in (student for student in CLASS if student != owner):
        answers = {n: rounded(v) for n, v in own_key(name, worked).items()}
        seen = found(name, owner, answers)
        assert seen is not None, worked
        assert worked == seen.student


# How many of a class of 30, all worked from another's sheet, are recognised at least: of the others
# fewer than three answers differ at all, or a third sheet has them too.
LEAST = {"exam-bptt-8": 0.95, "exam-relu-12": 0.9, "exam-relu-9": 0.6}


@pytest.mark.parametrize("name", later(FEW, FEW[1:]))
def test_small_whole_numbers_are_recognised_or_nobody_is_named(name):
    named = []
    for owner in CLASS[:4]:
        for worked in (student for student in CLASS if student != owner):
            seen = found(name, owner, own_key(name, worked))
            named.append(seen is not None)
            if seen is not None:
                assert own_key(name, worked) == own_key(name, str(seen.student))
            else:
                assert _differing(name, owner, worked) < 3 or _twins(name, owner, worked)
    assert sum(named) / len(named) >= LEAST[name]


def _differing(name: str, one: str, other: str) -> int:
    mine, theirs = own_key(name, one), own_key(name, other)
    return sum(isinstance(v, float) and v != theirs[n] for n, v in mine.items())


def _twins(name: str, owner: str, worked: str) -> bool:
    """Whether a third one has the same answers wherever those of the two differ."""
    mine, theirs = own_key(name, owner), own_key(name, worked)
    differing = [n for n, v in mine.items() if isinstance(v, float) and v != theirs[n]]
    third = [own_key(name, s) for s in CLASS if s not in (owner, worked)]
    return any(all(one[n] == theirs[n] for n in differing) for one in third)


@pytest.mark.parametrize("name", later([*MANY, *FEW], ["quiz-gated-cells", "rnn-exercises"]))
def test_one_s_own_key_names_nobody(name):
    for owner in CLASS[:10]:
        assert found(name, owner, own_key(name, owner)) is None


@pytest.mark.parametrize("name", FEW)
def test_the_sheet_of_a_stranger_is_nobody_s_in_the_class(name):
    """Small numbers coincide now and then; three and more of them by chance do not."""
    strangers = numbers_of_class(sheet(name), [f"x{k}" for k in range(40)], b"another class")
    keys = [key(name, numbers) for numbers in strangers]
    known = [own_key(name, student) for student in CLASS]
    named = [k for k in keys if k not in known and found(name, "s3", k) is not None]
    assert named == []


@pytest.mark.parametrize("name", [*MANY, *FEW])
def test_the_printed_sheet_is_recognised_as_such(name):
    try:
        printed = key(name, original(manifest(name).applied(sheet(name))))
    except Faulty:
        pytest.fail("every shipped assignment has printed numbers")
    seen = [found(name, owner, printed) for owner in CLASS[:5]]
    assert {one.student for one in seen if one is not None} == {None}


def test_a_few_slips_on_another_s_sheet_hide_nothing():
    answers = dict(own_key("quiz-gated-cells", "s5"))
    answers.update(q4_lstm_h=[0.1, 0.1], q5_gru_h=[0.2, 0.2], q9_ssm_y=0.5)
    assert "s5" == found("quiz-gated-cells", "s1", answers).student


# -- told to staff, gently to the student ---------------------------------------------------------


@pytest.fixture
def place(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    write_manifest(manifest("quiz-gated-cells"), tmp_path / "class.json")

    def place(worked: str, line: str | None):
        head = {"assignment": "quiz-gated-cells", **({"student": line} if line else {})}
        (tmp_path / "submission.json").write_text(
            json.dumps({**head, "answers": own_key("quiz-gated-cells", worked)})
        )
        return tmp_path

    return place


def test_at_home_staff_read_whose_it_was_and_the_report_does_not(place, capsys):
    place("s7", "s4")
    code = main(["check", "submission.json", "--manifest", "class.json"])
    out, err = capsys.readouterr()
    assert 1 == code
    assert "the answers fit the sheet of s7 (" in err
    assert "s7" not in out
    assert "another sheet than yours" in " ".join(out.split())


def test_at_home_the_report_says_when_nobody_knows_the_numbers(place, monkeypatch, capsys):
    monkeypatch.delenv("GRADER_SECRET", raising=False)
    place("s7", "s7")
    main(["check", "submission.json"])
    out = " ".join(capsys.readouterr().out.split())
    assert "which ones s7 has: if the sheet had others, none of this holds" in out


METADATA = {"id": 1, "users": [{"id": 9, "sid": "s4", "email": "d@x.edu"}]}
GRADESCOPE = [
    ("s4", None, True, "", "one's own sheet"),
    ("s4", "s4", True, "", "and the line says so"),
    ("s4", "d@x.edu", True, "", "by another of one's names"),
    ("s7", None, False, "another sheet than yours", "somebody else's sheet"),
    ("s4", "s7", True, "Your file says student = ", "one's own numbers, another's line"),
]


@pytest.mark.parametrize(("worked", "line", "full", "sentence", "why"), GRADESCOPE)
def test_on_gradescope_the_metadata_decide(worked, line, full, sentence, why, place, tmp_path):
    data = (place(worked, line) / "submission.json").read_bytes()
    root = lay_out(tmp_path / "g", "quiz-gated-cells", {"submission.json": data}, METADATA)
    settings = {
        "assignment": "assignments/quiz-gated-cells/assignment.yaml", "manifest": "class.json",
    }  # fmt: skip
    (root / "source" / "class.json").write_bytes((tmp_path / "class.json").read_bytes())
    (root / "source" / "settings.json").write_text(json.dumps(settings))
    ran = run(root)
    assert 0 == ran.code, ran.stdout
    assert full == (ran.results["score"] == 24), why
    assert "s4" == ran.results["extra_data"]["variant"]
    output = " ".join(ran.results["output"].split())
    assert sentence in output
    if worked != "s4":
        assert f"the answers fit the sheet of {worked} (" in ran.stdout
        assert worked not in ran.path.read_text()
    if not sentence:
        assert "sheet than yours" not in output
        assert "Your file says" not in output
    if line == "s7":
        assert "the file says student = 's7', but they are those of s4" in ran.stdout


FORGOTTEN = [
    ("s7", "s7", 3, "a sheet of one's own, and the zip has no numbers"),
    (None, "s7", 0, "the printed sheet, worked out in full"),
    ("s7", None, 0, "no line: nobody says that it was another sheet"),
]


@pytest.mark.parametrize(("worked", "line", "code", "why"), FORGOTTEN)
def test_a_zip_without_numbers_costs_no_student_a_point(worked, line, code, why, tmp_path):
    name = "quiz-gated-cells"
    printed = original(manifest(name).applied(sheet(name)))
    answers = own_key(name, worked) if worked else key(name, printed)
    head = {"student": line} if line else {}
    data = json.dumps({**head, "answers": answers})
    ran = run(lay_out(tmp_path, name, {"submission.json": data}, METADATA))
    assert code == ran.code, why
    if code:
        assert "the zip has neither manifest nor secret" in ran.stdout
        assert "manifest" not in ran.path.read_text()
        assert "not your fault" in " ".join(ran.results["output"].split()).lower()
    elif worked is None:
        assert 24 == ran.results["score"]
