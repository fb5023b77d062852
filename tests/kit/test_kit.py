"""Student kits: what they hold, what they hide, and what a check in one says."""

from __future__ import annotations

import io
import json
import sys
from dataclasses import replace
from functools import cache
from pathlib import Path

import numpy as np
import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st
from rich.console import Console

from grader.assignment import Assignment, assignment_faults, load_assignment
from grader.assignment.kinds import NUMERIC
from grader.assignment.locate import shipped_folder
from grader.assignment.read_anew import read as _read
from grader.cli.main import main
from grader.grading.grade import check, grade_kit
from grader.handout.solve import solved
from grader.kit.folder import make
from grader.kit.kit_yaml import text_of
from grader.kit.stripped import stripped
from grader.outcome.typed import Typed
from grader.render.table import show
from grader.submission import Submission
from grader.submission.work import Work
from grader.variant.selection import variant_of
from tests.sizes import LARGE, later

HERE = Path(__file__).parents[1]
SECRET = b"correct horse battery staple"
SHIPPED = sorted(shipped_folder().glob("*/assignment.yaml"))
MADE_UP = [
    HERE / "assignments" / name / "assignment.yaml"
    for name in ("every-rule", "on-gradescope", "own-tests", "three-values", "late-exam")
]
FILES = {path.parent.name: path for path in (*SHIPPED, *MADE_UP)}
NAMES = sorted(FILES)


@cache
def whole(name: str) -> Assignment:
    """The assignment as staff have it, with the numbers of one student."""
    return variant_of(load_assignment(FILES[name]), "A1", SECRET)


@cache
def kit(name: str) -> Assignment:
    return stripped(whole(name), "A1")


@cache
def key(name: str) -> dict[str, object]:
    return dict(solved(whole(name)))


def looked_at(kit: Assignment, answers: dict[str, object]):
    submission = Submission(Path("x.json"), answers={n: Typed(v) for n, v in answers.items()})
    return grade_kit(kit, Work(submission, tuple(answers)), source=Path("assignment.yaml"))


def said(report) -> dict[str, tuple[object, ...]]:
    """Everything that a report says, without what was typed."""
    entries = {e.name: (e.verdict, e.note, e.message, e.score, e.remarks) for e in report.entries}
    return {**entries, "": (report.remarks, [s.remarks for s in report.sections], report.score)}


def rounded(value: object, decimals: int = 3) -> object:
    """A number as one types it: a text with its decimals."""
    if isinstance(value, list):
        return [rounded(entry, decimals) for entry in value]
    return f"{value:.{decimals}f}"


def moved(value: object) -> object:
    if isinstance(value, list):
        return [moved(entry) for entry in value]
    return float(value) + 1.375


@pytest.fixture
def here(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "secret").write_bytes(SECRET)
    return tmp_path


@pytest.fixture
def run(capsys):
    def run(*words):
        code = main([*map(str, words)])
        return (code, *capsys.readouterr())

    return run


def made(out: Path, name: str = "quiz-gated-cells") -> Path:
    make(whole(name), "A1", out, formats=["md"])
    return out


def filled_in(folder: Path, **answers: object) -> Path:
    head = 'assignment = "quiz-gated-cells"\nstudent = "A1"\n'
    lines = (f"{name} = {value!r}\n" for name, value in answers.items())
    (folder / "answers.py").write_text(head + "".join(lines))
    return folder / "answers.py"


# -- the file -------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", later(NAMES, LARGE))
def test_the_file_of_a_kit_says_what_it_was_made_of(name, tmp_path):
    path = tmp_path / "assignment.yaml"
    path.write_text(text_of(kit(name)), encoding="utf-8")
    assert assignment_faults_of_kit(path) == []
    assert kit(name) == load_assignment(path, kits=True)
    assert text_of(kit(name)) == text_of(load_assignment(path, kits=True))


def assignment_faults_of_kit(path: Path) -> list[str]:
    """All faults, warnings included; as an assignment it is refused, but for that alone."""
    return [str(fault) for fault in _read(path, path.read_bytes()).warnings]


@pytest.mark.parametrize(
    "text", ["no", "0o17", "08", "1e3", "~", "a: b", "- x", "# y", "1:30", "null", "'", '"', "a\nb: c", "é \u202e", "kit: x", ""]
)  # fmt: skip
def test_strange_words_come_back_as_they_were(text, tmp_path):
    sheet = kit("exam-relu-9")
    question = sheet.questions[0]
    answer = replace(question.answers[0], kind="choice", options={"a": text, "yes": text})
    sheet = replace(
        sheet, questions=(replace(question, title=text, answers=(answer,)), *sheet.questions[1:])
    )
    path = tmp_path / "assignment.yaml"
    path.write_text(text_of(sheet), encoding="utf-8")
    found = load_assignment(path, kits=True).questions[0]
    assert (text, {"a": text, "yes": text}) == (found.title, found.answers[0].options)


HIDDEN_KEYS = (
    "rubric", "source", "require", "vetting", "gradescope", "known_mistakes", "synonyms",
    "alternatives", "implies", "together", "tests", "hidden", "visibility", "prompt", "why",
)  # fmt: skip


@pytest.mark.parametrize(
    "name", later(NAMES, ["attention-and-decoding", "training-by-hand", "modern-cells"])
)
def test_nothing_leaks_that_is_not_on_the_sheet(name, tmp_path):
    folder = tmp_path / "kit"
    make(whole(name), "A1", folder, formats=["html", "md", "ipynb"])
    assert {
        "README.md",
        "answers.py",
        "assignment.yaml",
        "sheet.html",
        "sheet.ipynb",
        "sheet.md",
    } == {path.name for path in folder.iterdir()}
    everything = "\n".join(path.read_text(encoding="utf-8") for path in sorted(folder.iterdir()))
    secrets = [
        line
        for a in whole(name).answers
        if not kit_has(name, a.name)
        for line in (a.rubric, *a.known_mistakes, *(o.why for o in a.alternatives))
        if line
    ]
    for secret in [*secrets, *whole(name).require]:
        assert " ".join(secret.split()) not in " ".join(everything.split())
    if name == "own-tests":
        for path in FILES[name].parent.glob("*.py"):
            assert path.read_text() not in everything
            assert path.name not in (folder / "assignment.yaml").read_text()
    data = yaml.safe_load((folder / "assignment.yaml").read_text(encoding="utf-8"))
    private = [
        answer
        for question in data["questions"]
        for answer in question["answers"].values()
        if not answer.get("public")
    ]
    parts = [data, *data["questions"], *data.get("systems", {}).values(), *private]
    parts += [reading for question in data["questions"] for reading in question.get("readings", ())]
    for part in parts:
        assert set() == set(HIDDEN_KEYS) & set(part)


def kit_has(name: str, answer: str) -> bool:
    return next(a.public for a in kit(name).answers if a.name == answer)


@pytest.mark.parametrize("name", NAMES)
def test_no_expected_value_stands_in_a_kit(name, tmp_path):
    """Numbers with enough digits to be told from those of the sheet."""
    folder = tmp_path / "kit"
    make(whole(name), "A1", folder, formats=["html", "md", "ipynb"])
    everything = "\n".join(path.read_text(encoding="utf-8") for path in folder.iterdir())
    for answer, value in key(name).items():
        if kit_has(name, answer) or isinstance(value, (bool, str, dict)):
            continue
        for number in np.ravel(np.asarray(value, dtype=object)):
            shown = f"{number:.3f}" if isinstance(number, float) else ""
            if shown and not shown.endswith("0"):
                assert shown not in everything, answer
            if isinstance(number, int) and number > 999:
                assert str(number) not in everything, answer


@pytest.mark.parametrize(
    ("kind", "value"), [("boolean", "h[2] > h[1]"), ("choice", "argmax(concat(h[1], h[2]))")]
)
def test_how_a_choice_or_a_truth_value_comes_about_stays_with_staff(kind, value, tmp_path):
    (tmp_path / "a").mkdir()
    file = tmp_path / "a" / "assignment.yaml"
    labels = "labels: [first, second], " if kind == "choice" else ""
    file.write_text(
        "title: T\npoints: 2\nrounding: 2\nsystems:\n  s: {cell: relu-rnn, steps: 2, "
        "given: {V: -3, W: 3, h0: 1, x: [2, 5]}}\nquestions:\n  - id: a\n    prompt: p\n    system: s\n"
        f'    answers:\n      n: "h[2]"\n      c: {{kind: {kind}, {labels}value: "{value}"}}\n'
    )
    [question] = stripped(load_assignment(file), None).questions
    assert ["h[2]", None] == [answer.value for answer in question.answers]


@pytest.mark.parametrize("name", NAMES)
def test_private_answers_keep_no_value_but_what_they_are_about(name):
    for question in kit(name).questions:
        for answer in question.answers:
            if answer.public:
                continue
            assert answer.alternatives == ()
            assert answer.synonyms == {}
            if answer.kind == "matching":
                assert set(answer.value.values()) == {None}
            elif answer.kind == "function":
                assert {"arguments", "checks"} <= set(answer.value)
                assert set(answer.value) <= {"arguments", "checks", "call", "framework"}
            elif answer.kind in (*NUMERIC, "sequence", "equation"):
                assert answer.value is None or isinstance(answer.value, str)
                assert answer.value not in (answer.options or answer.labels)
            else:
                assert answer.value is None


@pytest.mark.parametrize(
    ("name", "systems", "why"),
    [
        ("exam-relu-9", {"forward", "backward"}, "numbers are worked out by both"),
        ("exam-relu-12", {"relu"}, "the other one is for counting"),
        (
            "sheet-pos-tagging",
            {"tagger", "lstm"},
            "the equation of a sizes-only system is asked for",
        ),
        ("cells-in-code", set(), "a cell would be the solution of the functions"),
        ("own-tests", set(), "there are none"),
    ],
)
def test_systems_that_no_number_needs_stay_with_staff(name, systems, why):
    assert systems == set(kit(name).systems)
    used = {system.cell for system in kit(name).systems.values()}
    assert set(kit(name).cells) <= used


def test_comments_in_a_cell_stay_with_staff():
    text = "six: scalar   # the answer is 6\ntenths: n\nh1 = six\nh2 = tenths\n"
    sheet = replace(whole("three-values"), cells={**whole("three-values").cells, "constants": text})
    assert stripped(sheet, None).cells == {
        "constants": "six: scalar\ntenths: n\nh1 = six\nh2 = tenths\n"
    }


def test_public_answers_keep_their_key():
    (public,) = [answer for answer in kit("every-rule").answers if answer.public]
    assert ("l_choice", "b") == (public.name, public.value)


# -- the check ------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", later([path.parent.name for path in SHIPPED], LARGE))
def test_an_answer_alone_sounds_the_same_right_and_wrong(name):
    """No oracle: without the steps before it, nothing that is said hangs on the value."""
    for answer in whole(name).answers:
        if answer.name not in key(name):
            continue
        right = key(name)[answer.name]
        for wrong in others(answer, right):
            if answer.kind in NUMERIC:
                first, second = rounded(right), rounded(wrong)
            else:
                first, second = right, wrong
            one, other = (said(looked_at(kit(name), {answer.name: v})) for v in (first, second))
            assert one == other, (answer.name, first, second)
            assert one[answer.name][1] in ("kit.read", "text.pending"), answer.name


def others(answer, right):
    """Values of the same kind that are wrong."""
    match answer.kind:
        case "number" | "vector" | "matrix":
            return [moved(right)]
        case "count":
            return [right + 1, 2 * right]
        case "shape":
            return [right[::-1], [7, 8]]
        case "range":
            return [[-3, 3], [0, 5]]
        case "boolean":
            return [not right]
        case "choice":
            return [word for word in answer.options or answer.labels if word != right]
        case "choices":
            return [list(answer.options)]
        case "sequence":
            return [[label] * len(right) for label in answer.labels]
        case "matching":
            turned = list(right.values())[1:] + list(right.values())[:1]
            return [dict(zip(right, turned, strict=True))]
        case "expression":
            return ["2 + 3"]
        case "equation":
            return [f"2*({right})"]
        case _:
            return []


@settings(max_examples=15, deadline=None)
@given(data=st.data())
@pytest.mark.parametrize(
    "name",
    later(
        ["exam-bptt-8", "quiz-gated-cells", "sheet-pos-tagging", "rnn-exercises"],
        LARGE[2:] + LARGE[:1],
    ),
)
def test_whether_a_value_is_judged_does_not_hang_on_it(name, data):
    """Whatever else was written: whoever hears nothing of a wrong value hears nothing of the right."""
    numbers = [a.name for a in whole(name).answers if a.kind in NUMERIC]
    others = data.draw(st.lists(st.sampled_from(numbers), max_size=6, unique=True))
    one = data.draw(st.sampled_from([n for n in numbers if n not in others] or numbers))
    rest = {n: rounded(key(name)[n]) for n in others if n != one}
    if data.draw(st.booleans()):
        rest = {n: rounded(moved(key(name)[n])) for n in rest}
    right = said(looked_at(kit(name), {**rest, one: rounded(key(name)[one])}))
    wrong = said(looked_at(kit(name), {**rest, one: rounded(moved(key(name)[one]))}))
    assert ("kit.read" == right[one][1]) == ("kit.read" == wrong[one][1])
    if right[one][1] == "kit.read":
        assert right[one] == wrong[one]


@pytest.mark.parametrize("name", [path.parent.name for path in SHIPPED])
def test_the_key_is_read_and_never_confirmed(name):
    decimals = {a.name: a.tolerance.decimals for a in whole(name).answers if a.kind in NUMERIC}
    key_ = {
        answer: rounded(value, decimals[answer] or 0) if answer in decimals else value
        for answer, value in key(name).items()
    }
    report = looked_at(kit(name), key_)
    assert report.score == 0
    for entry in report.entries:
        if entry.name in key_:
            assert entry.verdict.value == "pending", (entry.name, entry.message)
            assert entry.note in ("kit.read", "kit.follows"), (entry.name, entry.message)
        assert entry.score == 0


@settings(max_examples=10, deadline=None)
@given(h1=st.floats(-0.9, 0.9), h2=st.floats(-0.9, 0.9), h3=st.floats(-0.9, 0.9))
def test_the_first_value_of_a_chain_is_never_judged(h1, h2, h3):
    name = "every-rule"
    key_ = key(name)
    for first in (key_["a_h1"], h1):
        report = said(looked_at(kit(name), {"a_h1": rounded(first, 2)}))
        assert "kit.read" == report["a_h1"][1]
    chain = {"a_h1": rounded(h1, 2), "a_h2": rounded(h2, 2), "a_h3": rounded(h3, 2)}
    notes = {n: said(looked_at(kit(name), chain))[n][1] for n in chain}
    own = np.tanh(0.5 * 2 - 0.75 * float(chain["a_h1"]) + 0.1)  # by hand, from the file
    wide = abs(own - float(chain["a_h2"]))
    assert "kit.read" == notes["a_h1"]
    if wide > 0.03:
        assert "kit.departs" == notes["a_h2"]
    if wide < 0.004:
        assert "kit.follows" == notes["a_h2"]


CHAINS = [
    ({"a_h1": "0.54", "a_h2": "0.60"}, "read follows", "the right values"),
    ({"a_h1": "0.20", "a_h2": "0.74"}, "read follows", "a wrong start, and tanh(1.1 - 0.15) = 0.7398"),
    ({"a_h1": "0.20", "a_h2": "0.60"}, "read departs", "right by the key, not by one's own start"),
    ({"a_h2": "0.60"}, "- read", "the start is absent"),
    ({"a_h1": "x", "a_h2": "0.60"}, "number.unreadable read", "or cannot be read"),
    ({"a_h1": None, "a_h2": "0.60"}, "answer.missing read", "or is empty"),
]  # fmt: skip


@pytest.mark.parametrize(("answers", "expected", "why"), CHAINS)
def test_a_step_is_held_against_the_one_before(answers, expected, why):
    report = said(looked_at(kit("every-rule"), answers))
    notes = [report[n][1].removeprefix("kit.") if n in answers else "-" for n in ("a_h1", "a_h2")]
    assert expected.split()[1] == notes[1], why
    if not expected.startswith("number"):
        assert expected.split()[0] == notes[0], why
    else:
        assert "unreadable" == report["a_h1"][0].value


def test_the_first_departing_step_is_named_and_no_value_told():
    report = looked_at(kit("every-rule"), {"a_h1": "0.20", "a_h2": "0.60", "a_h3": "0.11"})
    (remark,) = [r for s in report.sections for r in s.remarks if "first step" in r]
    assert remark.startswith("a_h2 is the first step that does not follow")
    text = json.dumps([[e.message, list(e.remarks)] for e in report.entries])
    assert "0.74" not in text
    assert "lie in" not in text


def test_without_follow_through_nothing_is_held_against_anything():
    assert not kit("exam-relu-9").questions[2].follow_through
    report = looked_at(kit("exam-relu-9"), {"c_h2": "7", "c_h3": "1"})
    assert {"kit.read"} == {e.note for e in report.entries if e.name in ("c_h2", "c_h3")}


def test_where_only_the_result_counts_nothing_follows():
    sheet = whole("every-rule")
    following = tuple(replace(q, follow_through=1, result_only=True) for q in sheet.questions)
    changed = stripped(replace(sheet, questions=following), None)
    assert {"kit.read"} == {
        e.note for e in looked_at(changed, {"a_h1": "0.54", "a_h2": "0.60"}).entries if e.typed
    }


def test_a_value_between_absent_steps_waits_for_them():
    """h = o * tanh(c): with a made-up c, h would tell whether a guess at o is right."""
    right = key("quiz-gated-cells")
    o = np.asarray(right["q4_lstm_o"])
    for guess in (o, o + 0.1):
        h = rounded((guess * np.tanh([1.0, 2.0])).tolist())
        report = said(looked_at(kit("quiz-gated-cells"), {"q4_lstm_c": [1, 2], "q4_lstm_h": h}))
        assert "kit.read" == report["q4_lstm_h"][1]
        assert "can be said once q4_lstm_o is there" in report["q4_lstm_h"][2]


def test_entries_that_do_not_move_with_the_own_steps_are_not_judged():
    """A zero row of the recurrent weights: that entry comes from the given numbers alone."""
    sheet = whole("every-rule")
    vector = sheet.systems["vector"]
    given_ = {**vector.given, "W_h": [[0, 0], [-0.3, 0.2]]}
    systems = {**sheet.systems, "vector": replace(vector, given=given_)}
    changed = stripped(replace(sheet, systems=systems), None)
    h2 = np.tanh(np.array([-0.2, 0.3]) + np.array([[0, 0], [-0.3, 0.2]]) @ np.array([0.4, 0.1]))
    for first in (h2[0], h2[0] + 0.3):
        answers = {"c_h1": ["0.40", "0.10"], "c_h2": rounded([first, h2[1]])}
        assert "kit.follows" == said(looked_at(changed, answers))["c_h2"][1]
    answers = {"c_h1": ["0.40", "0.10"], "c_h2": rounded([h2[0], h2[1] + 0.3])}
    found = said(looked_at(changed, answers))["c_h2"]
    assert ("kit.departs", "Entry 2 does not follow from your own c_h1") == found[1:3]


def test_a_dead_unit_confirms_nothing():
    """relu(-1*9 + 2*2) is 0 whatever the key is; and -1*h1 + 8 moves with h1."""
    for value in ("0", "5"):
        report = said(looked_at(kit("every-rule"), {"e_h1": "9", "e_h2": value}))
        assert "kit.read" == report["e_h2"][1]
    report = said(looked_at(kit("every-rule"), {"e_h1": "3", "e_h2": "5"}))
    assert "kit.follows" == report["e_h2"][1]


def test_labels_follow_from_one_s_own_scores_only_when_all_are_there():
    name = "sheet-pos-tagging"
    labels = next(a.labels for a in kit(name).answers if a.name == "e2_tags")
    scores = {"e2_y1": [3, 1, 2], "e2_y2": [1, 3, 2], "e2_y3": [1, 2, 3]}
    own = list(labels)
    assert "kit.follows" == said(looked_at(kit(name), {**scores, "e2_tags": own}))["e2_tags"][1]
    other = said(looked_at(kit(name), {**scores, "e2_tags": own[::-1]}))["e2_tags"]
    assert "Entries 1 and 3 do not follow from your own e2_y1, e2_y2 and e2_y3" == other[2]
    del scores["e2_y2"]
    assert "kit.read" == said(looked_at(kit(name), {**scores, "e2_tags": own}))["e2_tags"][1]


ONLY_LABELS = """\
title: Labels alone
points: 2
follow_through: full
systems:
  s:
    cell: elman
    steps: 2
    given: {W_i: [[1, -1], [0, 2]], W_h: [[0, 1], [1, 0]], W_out: [[1, 0], [0, 1]], x: [[1, 0], [0, 1]]}
questions:
  - id: a
    answers:
      tags: {kind: sequence, value: "argmax(y[t])", labels: [A, B]}
      last: {kind: choice, value: "argmax(y[2])", labels: [A, B]}
"""


@pytest.mark.parametrize("values", [["A", "A"], ["A", "B"], ["B", "A"], ["B", "B"]])
def test_labels_that_come_from_given_numbers_alone_are_not_judged(values, tmp_path):
    path = tmp_path / "assignment.yaml"
    path.write_text(ONLY_LABELS)
    found = said(looked_at(stripped(load_assignment(path), None), {"tags": values, "last": "A"}))
    assert ("kit.read", "kit.read") == (found["tags"][1], found["last"][1])


READING = [
    ("q4_lstm_i", [0.5], "unreadable", "2", "too short"),
    ("q4_lstm_i", "[0.5, x]", "unreadable", "number", "a word among numbers"),
    ("q4_lstm_i", [float("nan"), 1], "unreadable", "", "no number"),
    ("q4_lstm_i", None, "missing", "q4_lstm_i is still empty", "empty"),
    ("q3_lstm_factor", 2.5, "unreadable", "whole", "no count"),
    ("q1_range", "z", "unreadable", "a, b, c", "no option"),
    ("q1_range", "B)", "pending", "", "an option, as people write it"),
]


@pytest.mark.parametrize(("name", "value", "verdict", "part", "why"), READING)
def test_what_cannot_be_read_is_said(name, value, verdict, part, why):
    found = said(looked_at(kit("quiz-gated-cells"), {name: value}))[name]
    assert verdict == found[0].value, why
    assert part in found[2]


def test_fewer_decimals_than_asked_are_mentioned():
    name = "quiz-gated-cells"
    report = looked_at(kit(name), {"q4_lstm_i": ["0.9", "0.8"], "q4_lstm_f": ["0.421", "0.8"]})
    (remark,) = [r for s in report.sections for r in s.remarks]
    assert remark.startswith("q4_lstm_i has fewer decimals than the sheet asks for")


def test_equations_are_read_in_the_letters_of_the_sheet():
    name = "exam-bptt-8"
    answers = {"b_h2_equation": "relu(q*x_2)", "b_y2_equation": "v*h_2 + 7"}
    report = said(looked_at(kit(name), answers))
    assert "unreadable" == report["b_h2_equation"][0].value
    assert "q" in report["b_h2_equation"][2]
    assert "kit.read" == report["b_y2_equation"][1]


def test_public_answers_are_right_or_wrong():
    right = looked_at(kit("every-rule"), {"l_choice": "b"})
    wrong = looked_at(kit("every-rule"), {"l_choice": "a"})
    assert ("right", 1) == (said(right)["l_choice"][0].value, right.score)
    assert ("wrong", 0) == (said(wrong)["l_choice"][0].value, wrong.score)
    assert right.max_score == 35


def test_a_public_answer_tells_nothing_of_private_ones():
    """Carried from a private h1, or a mistake named by it, would tell that h1 is wrong."""
    sheet = whole("every-rule")
    first = sheet.questions[0]
    answers = tuple(replace(a, public=a.name == "a_h2") for a in first.answers)
    changed = stripped(
        replace(sheet, questions=(replace(first, answers=answers), *sheet.questions[1:])), None
    )
    following = {"a_h1": "0.20", "a_h2": "0.74"}
    alone = said(looked_at(changed, {"a_h2": "0.74"}))["a_h2"]
    assert alone == said(looked_at(changed, following))["a_h2"]
    assert "wrong" == alone[0].value


def test_all_read_is_exit_0_and_less_is_1(here, run):
    folder = made(here / "kit")
    key_ = dict(key("quiz-gated-cells"))
    filled_in(folder, **key_)
    code, out, _ = run("check", folder / "answers.py", "--json")
    report = json.loads(out)
    assert (0, 0, 24, 24) == (code, report["score"], report["max_score"], report["pending"])
    assert ["assignment", "student", "source", "score", "max_score", "pending", "answers"] == [
        *report
    ]
    assert ("quiz-gated-cells", "A1") == (report["assignment"], report["student"])
    del key_["q1_range"]
    filled_in(folder, **key_)
    assert 1 == run("check", folder / "answers.py")[0]


# -- in the folder --------------------------------------------------------------------------------


def test_the_kit_beside_a_submission_is_found(here, run, monkeypatch):
    folder = made(here / "kit")
    filled_in(folder, q4_lstm_i=[0.5, 0.25])
    for words in (["kit/answers.py"], ["kit/answers.py", "--assignment", "kit"]):
        code, out, _ = run("check", *words)
        assert 1 == code
        assert "quiz-gated-cells · kit of A1" in out
        assert "… read" in out
    monkeypatch.chdir(folder)
    for words in ([], ["answers.py"], ["answers.py", "--assignment", "."], ["--student", "A1"]):
        code, out, _ = run("check", *words)
        assert "kit of A1" in out


def test_a_submission_of_another_assignment_does_not_take_the_kit(here):
    folder = made(here / "kit")
    (folder / "exam.yaml").write_text("assignment: exam-relu-9\nc_h2: 0\n")
    assert "exam-relu-9" == check(folder / "exam.yaml").assignment
    assert not check(folder / "exam.yaml").kit


def test_neither_points_nor_right_nor_wrong_are_shown_of_private_answers(here):
    answers = {
        "q4_lstm_i": [0.5, 0.25],
        "q4_lstm_f": [0.5, 0.5],
        "q4_lstm_g": [1, 1],
        "q4_lstm_c": [9, 9],
    }
    report = looked_at(kit("quiz-gated-cells"), answers)
    for width in (50, 80, 120):
        console = Console(file=io.StringIO(), width=width, highlight=False)
        show(report, console=console)
        above, closing = console.file.getvalue().rsplit("═", 1)
        assert "≠ departs" in above
        assert "… read" in above
        for word in ("✓", "✗", "right", "wrong", "0 /", "?"):
            assert word not in above
        for sentence in ("Only public answers are told right or wrong", "4 of 24 answers can be"):
            assert sentence in " ".join(closing.split())
        for word in ("Nothing is lost", "of 24 points", "wait"):
            assert word not in closing


MISUSE = [
    (["check", "kit/answers.py", "--student", "B2"], "this kit has the numbers of A1, and the submission is said to be by B2"),
    (["check", "kit/answers.py", "--secret", "secret"], "leave --secret out"),
    (["check", "kit/answers.py", "--manifest", "m.json"], "leave --manifest out"),
    (["check", "kit/answers.py", "--marks", "m.csv"], "leave --marks out"),
    (["check"], "there is no answers.py here"),
    (["solve", "kit"], "name the assignment that it was made of, quiz-gated-cells"),
    (["template", "kit"], "is a student's kit, which has no whole key"),
    (["lint", "kit"], "is a student's kit, which has no whole key"),
    (["kit", "kit", "--out", "k2"], "is a student's kit, which has no whole key"),
    (["build", "kit", "--out", "a.zip"], "is a student's kit, which has no whole key"),
    (["variants", "kit", "--roster", "r.csv", "--out", "o", "--format", "md"], "is a student's kit, which has no whole key"),
    (["kit", "exam-relu-9", "--out", "staff"], "staff/assignment.yaml is there and is no kit"),
    (["kit", "exam-relu-9", "--out", "secret/x"], "the kit cannot be written into"),
    (["kit", "exam-relu-9", "--out", "k", "--format", "doc"], "there is no format doc"),
    (["kit", "exam-relu-9"], "required: --out"),
    (["kit", "exam-relu-9", "--student", "A1", "--out", "k"], 'those of "A1" are not known here'),
    (["kit", "exam-relu-99", "--out", "k"], 'there is no assignment "exam-relu-99"'),
]  # fmt: skip


@pytest.mark.parametrize(("words", "sentence"), MISUSE)
def test_what_people_do_wrong_is_told(words, sentence, here, run):
    made(here / "kit")
    (here / "r.csv").write_text("id,name\nA1,Ada\n")
    (here / "staff").mkdir()
    (here / "staff" / "assignment.yaml").write_text("title: Mine\n")
    code, _, err = run(*words)
    assert 2 == code
    assert sentence in " ".join(err.split())
    assert "title: Mine\n" == (here / "staff" / "assignment.yaml").read_text()


def test_a_kit_that_somebody_edited_says_where(here, run):
    folder = made(here / "kit")
    path = folder / "assignment.yaml"
    lines = path.read_text().splitlines()
    place = next(n for n, line in enumerate(lines, start=1) if "value: i[1]" in line)
    path.write_text(path.read_text().replace("value: i[1]", "value: i[1"))
    code, _, err = run("check", folder / "answers.py")
    assert 2 == code
    assert "assignment.yaml" in err
    assert f":{place}: " in err
    path.write_text(path.read_text().replace("value: i[1", "value: i[7]"))
    code, _, err = run("check", folder / "answers.py")
    assert 2 == code
    assert "ask for your kit again" in err


# -- making one -----------------------------------------------------------------------------------


def test_the_command_says_what_a_kit_cannot_hide(here, run):
    words = ["kit", "exam-relu-9", "--student", "A1", "--secret", "secret", "--format", "html"]
    code, out, err = run(*words, "--out", "kit", "--name", "Ada <b>")
    assert (0, "") == (code, err)
    assert "it cannot hide what follows from the sheet" in out
    readme = (here / "kit" / "README.md").read_text()
    assert "it cannot hide what follows from the sheet" in readme
    assert "Ada &lt;b&gt;" in (here / "kit" / "sheet.html").read_text()
    whole_ = variant_of(load_assignment(FILES["exam-relu-9"]), "A1", SECRET)
    given_ = load_assignment(here / "kit" / "assignment.yaml", kits=True).systems["forward"].given
    assert whole_.systems["forward"].given == given_


def test_a_kit_by_the_manifest_has_the_frozen_numbers(here, run):
    (here / "r.csv").write_text("id,name\nA1,Ada\nB2,Bob\n")
    words = ["variants", "exam-relu-9", "--roster", "r.csv", "--secret", "secret", "--out", "class"]
    assert 0 == run(*words, "--format", "md")[0]
    words = ["kit", "exam-relu-9", "--manifest", "class/manifest.json", "--format", "md"]
    assert 0 == run(*words, "--student", "B2", "--out", "kit")[0]
    sheet = (here / "class" / "B2" / "sheet.md").read_text()
    ours = (here / "kit" / "sheet.md").read_text()
    assert sheet.replace("Bob · B2", "B2") == ours
    code, _, err = run(*words, "--student", "C3", "--out", "kit3")
    assert (2, True) == (code, 'has no student "C3"' in err)


def test_the_same_kit_is_made_again_byte_by_byte(tmp_path):
    for out in ("one", "two"):
        make(whole("quiz-gated-cells"), "A1", tmp_path / out, formats=["html", "md"])
    for path in (tmp_path / "one").iterdir():
        assert path.read_bytes() == (tmp_path / "two" / path.name).read_bytes()


def test_a_student_s_work_is_not_written_over(tmp_path):
    folder = made(tmp_path / "kit")
    work = filled_in(folder, q1_range="c").read_text()
    again = make(whole("quiz-gated-cells"), "A1", folder, formats=["md"])
    assert work == (folder / "answers.py").read_text()
    assert "answers.py" not in again.files
    assert "kept as it is" in again.remarks[0]


def test_without_typst_there_is_no_pdf_and_nobody_misses_it(tmp_path, monkeypatch):
    monkeypatch.setattr("grader.handout.pdf_engine.find_spec", lambda name: None)
    assert "sheet.pdf" not in make(whole("exam-relu-9"), "A1", tmp_path / "kit").files


def test_a_pdf_that_was_asked_for_needs_typst(here, run, monkeypatch):
    monkeypatch.setitem(sys.modules, "typst", None)
    code, _, err = run("kit", "exam-relu-9", "--out", "kit", "--format", "pdf")
    assert 2 == code
    assert "PDFs need the typst package" in err
    assert not (here / "kit").exists()


def test_strange_ids_and_names_stay_texts(tmp_path):
    strange = 'A: "1"\n- x {y}\u202e'
    make(whole("exam-relu-9"), strange, tmp_path / "kit", name="<script>", formats=["html"])
    found = load_assignment(tmp_path / "kit" / "assignment.yaml", kits=True)
    assert strange == found.kit.student
    assert "<script>" not in (tmp_path / "kit" / "sheet.html").read_text()
    report = check(tmp_path / "kit" / "answers.py")
    assert (strange, True) == (report.student, report.kit)


# -- programs -------------------------------------------------------------------------------------

PROGRAMS = [
    ("def rnn_step(x, h_prev, W_x, W_h, b):\n    return x @ W_x\n", "pending", "takes these arguments", "there"),
    ("def rnn_step(x, h_prev, W_x, W_h, b):\n    ...\n", "missing", "ot implemented yet", "a placeholder"),
    ("def rnn_step(x):\n    return x\n", "failed", "rnn_step(x, h_prev, W_x, W_h, b)", "another signature"),
    ("rnn_step = 3\n", "unreadable", "", "no function"),
    ("x = 3\n", "missing", "", "absent"),
]  # fmt: skip


@pytest.mark.parametrize(("program", "verdict", "part", "why"), PROGRAMS)
def test_a_private_function_is_looked_at_and_not_judged(program, verdict, part, why, tmp_path):
    sheet = load_assignment(HERE / "assignments" / "attacks" / "assignment.yaml")
    make(sheet, None, tmp_path / "kit", formats=["md"])
    (tmp_path / "kit" / "answers.py").write_text(program)
    report = check(tmp_path / "kit" / "answers.py")
    (found,) = [entry for entry in report.entries if entry.name == "rnn_step"]
    assert verdict == found.verdict.value, found.message
    assert part in found.message


def test_a_public_function_is_judged_without_its_hidden_checks(tmp_path):
    sheet = load_assignment(HERE / "assignments" / "attacks" / "assignment.yaml")
    public = tuple(
        replace(q, answers=tuple(replace(a, public=a.kind == "function") for a in q.answers))
        for q in sheet.questions
    )
    make(replace(sheet, questions=public), None, tmp_path / "kit", formats=["md"])
    (tmp_path / "kit" / "answers.py").write_text(
        "import numpy as np\n"
        "def rnn_step(x, h_prev, W_x, W_h, b):\n    return np.tanh(x @ W_x + h_prev @ W_h + b)\n"
    )
    report = check(tmp_path / "kit" / "answers.py")
    (found,) = [entry for entry in report.entries if entry.name == "rnn_step"]
    assert ("right", 4) == (found.verdict.value, found.score)
    assert "N=1" not in (tmp_path / "kit" / "assignment.yaml").read_text()


def test_tests_of_the_course_do_not_travel(tmp_path):
    make(whole("own-tests"), "A1", tmp_path / "kit", formats=["md"])
    (tmp_path / "kit" / "answers.py").write_text("def f():\n    return 1\n")
    report = check(tmp_path / "kit" / "answers.py", assignment=str(tmp_path / "kit"))
    assert {"kit.read"} == {entry.note for entry in report.entries}
    assert "run when you hand in" in report.entries[0].message


# -- marking answers public -----------------------------------------------------------------------

SHEET = """\
title: t
points: 1
rounding: 2
systems:
  s: {{cell: relu-rnn, steps: 2, given: {{V: 1, W: 1, h0: 0, x: [1, 2]}}}}
questions:
  - id: a
    answers:
      a1: {{{answer}}}
"""
PUBLIC = [
    ("value: 'h[2]', public: true", "", "a number"),
    ("value: 'h[2]', public: yes", "write true", "no truth value"),
    ("kind: text, rubric: r, public: true", "public means nothing for the kind text", "staff read it"),
    ("value: 'h[2]', public: true, visibility: hidden", "a kit would tell what Gradescope does not show", "hidden there"),
    ("value: 'h[2]', public: true, visibility: after_due_date", "a kit would tell", "or until the due date"),
    ("value: 'h[2]', public: false, visibility: hidden", "", "not public anyhow"),
]  # fmt: skip


@pytest.mark.parametrize(("answer", "sentence", "why"), PUBLIC)
def test_an_answer_is_marked_public_in_the_file(answer, sentence, why, tmp_path):
    path = tmp_path / "assignment.yaml"
    path.write_text(SHEET.format(answer=answer))
    faults = "\n".join(map(str, assignment_faults(path)))
    assert (sentence in faults) if sentence else not faults, faults


def test_a_kit_keeps_the_slope_at_zero_that_its_steps_are_judged_by():
    sheet = variant_of(load_assignment(shipped_folder() / "exam-relu-12" / "assignment.yaml"))
    slopes = {name: system.slope_at_zero for name, system in sheet.systems.items()}
    kept = {name: system.slope_at_zero for name, system in stripped(sheet, None).systems.items()}
    assert 1 in kept.values()
    assert kept.items() <= slopes.items()
