"""Whole classes of every assignment that draws: drawn, solved, vetted, and graded by themselves."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import replace
from functools import cache
from pathlib import Path

import numpy as np
import pytest

from grader.assignment import Assignment, all_assignments, load_assignment
from grader.assignment.dataclass_json import to_plain
from grader.assignment.kinds import CODE, NUMERIC
from grader.grading.grade import grade
from grader.handout.solve import solved
from grader.key.derive import key_of
from grader.key.expected import Expected
from grader.outcome.typed import Typed
from grader.submission import Submission
from grader.submission.work import Work
from grader.variant.issue import numbers_of, numbers_of_class
from grader.variant.lottery import Drawn, Lottery
from grader.variant.mistakes import SLIPS
from grader.variant.selection import variant_of
from grader.variant.solution import answers_of, benches
from grader.variant.student_numbers import Numbers, draws_anything, filled, original
from reference import CellError, misconceptions, symbols, unroll
from tests.sizes import LARGE, later

BY_HAND = ("text", *CODE)  # what no key of numbers answers
SECRET = b"correct horse battery staple"
FILES = {name: path for name, path in all_assignments() if draws_anything(load_assignment(path))}
CLASS = [f"student-{k}" for k in range(200)]

# How many of a class may have all answers like somebody else's: small whole numbers are few.
TWINS = {"exam-relu-9": 0.3, "exam-relu-12": 0.7, "exam-bptt-8": 0.05}


@cache
def assignment(name: str) -> Assignment:
    return load_assignment(FILES[name])


@cache
def lottery(name: str) -> Lottery:
    return Lottery(assignment(name))


@cache
def drawn(name: str, count: int = len(CLASS)) -> Drawn:
    return lottery(name).drawn(SECRET, [f"student-{k}" for k in range(count)])


def sheet_of(name: str, k: int) -> Assignment:
    """The sheet of one of the class."""
    return filled(assignment(name), drawn(name).numbers(k))


def test_all_sheets_of_numbers_are_drawn():
    expected = {
        "exam-bptt-8", "exam-relu-12", "exam-relu-9", "quiz-gated-cells", "rnn-exercises",
        "sheet-pos-tagging",
    }  # fmt: skip
    assert expected <= set(FILES)


# -- the same for ever, and alone as in a class ---------------------------------------------


@pytest.mark.parametrize("name", later(FILES, LARGE[:4]))
def test_a_student_alone_has_the_numbers_of_the_class(name):
    for k in (0, 7, 199):
        assert drawn(name).numbers(k) == lottery(name).drawn(SECRET, [CLASS[k]]).numbers(0)


def test_a_fresh_lottery_draws_the_same():
    sheet = assignment("exam-bptt-8")
    assert drawn("exam-bptt-8").numbers(4) == numbers_of(sheet, CLASS[4], SECRET)


@pytest.mark.parametrize("name", later(FILES, LARGE[:4]))
def test_another_secret_student_or_version_gives_other_numbers(name):
    ours = lottery(name).drawn(SECRET, ["ada"]).numbers(0)
    assert ours != lottery(name).drawn(b"else", ["ada"]).numbers(0)
    assert ours != lottery(name).drawn(SECRET, ["Ada"]).numbers(0)


def test_another_version_gives_other_numbers():
    sheet = assignment("exam-bptt-8")
    later = replace(sheet, version="2")
    assert numbers_of(sheet, "ada", SECRET) != numbers_of(later, "ada", SECRET)


# What these students were given once is on their sheets.  A change here is one for the changelog:
# whoever draws by the secret alone gets other numbers from then on, only a manifest holds.
GOLDEN = [
    ("exam-bptt-8", "figure", {"u": 2, "w": 6, "v": 4, "h0": 4, "x": [5, 2]}),
    ("exam-relu-12", "relu", {"V": 3, "W": 3, "h0": -7, "x": [1, 7, 6]}),
    ("quiz-gated-cells", "clipping", {"g": [-6, -2], "limit": 3}),
    ("quiz-gated-cells", "perplexity", {"loss": 4.146}),
]


@pytest.mark.parametrize(("name", "system", "expected"), GOLDEN)
def test_a_student_keeps_the_numbers(name, system, expected):
    assert expected == drawn(name).numbers(0).given[system]


def test_a_student_keeps_the_words():
    expected = [["Aylin", "studies", "stars"], ["VBZ", "NNP", "NNS"]]
    assert expected == drawn("sheet-pos-tagging").numbers(0).words["text"]


def test_numbers_do_not_hang_on_the_hash_seed_of_python(tmp_path):
    script = (
        "import json, sys; from pathlib import Path; from grader.assignment import load_assignment;"
        "from grader.assignment.dataclass_json import to_plain; from grader.variant.issue import numbers_of;"
        "sheet = load_assignment(Path(sys.argv[1]));"
        "print(json.dumps(to_plain(numbers_of(sheet, 'ada', b'x'))))"
    )
    path = FILES["exam-relu-12"]
    expected = to_plain(numbers_of(assignment("exam-relu-12"), "ada", b"x"))
    environment = {**os.environ, "PYTHONHASHSEED": "7", "GRADER_CACHE": "", "PYTHONPATH": "."}
    done = subprocess.run(
        [sys.executable, "-c", script, str(path)], env=environment, cwd=Path(__file__).parents[2],
        capture_output=True, check=True, text=True,
    )  # fmt: skip
    assert expected == json.loads(done.stdout)


# -- every variant is good enough -----------------------------------------------------------


@pytest.mark.parametrize("name", later(FILES, LARGE))
def test_every_variant_of_a_class_is_solved_and_vetted(name):
    _solved_and_vetted(name, len(CLASS))


@pytest.mark.slow
@pytest.mark.parametrize("name", FILES)
def test_ten_thousand_variants_are_solved_and_vetted(name):
    _solved_and_vetted(name, 10_000)


def _solved_and_vetted(name: str, count: int) -> None:
    found = drawn(name, count)
    for one in found.drafts:
        assert lottery(name).judged(one).all()
    rows = [
        np.round(values.reshape(count, -1), 4) + 0.0
        for values in answers_of(assignment(name), list(found)).values()
    ]
    whole = np.concatenate(rows, axis=1)
    assert np.isfinite(whole).all()
    different = len({row.tobytes() for row in whole})
    if count == len(CLASS):
        assert different >= count * (1 - TWINS.get(name, 0.0))
    elif name not in TWINS:
        assert count == different
    numbers = len({json.dumps(to_plain(one), sort_keys=True) for one in found})
    assert different <= numbers


@pytest.mark.parametrize("name", later(FILES, LARGE[:4]))
def test_bulk_answers_are_those_of_every_student_alone(name):
    found = drawn(name)
    together = answers_of(assignment(name), [found.numbers(k) for k in range(30)])
    for k in (0, 13, 29):
        key = solved(sheet_of(name, k))
        for (answer, _), values in together.items():
            is_text = isinstance(np.ravel(np.asarray(key[answer], dtype=object))[0], str)
            if not is_text:
                np.testing.assert_allclose(values[k], key[answer], rtol=1e-12, atol=1e-12)


@pytest.mark.parametrize("name", later(FILES, LARGE[:4]))
def test_every_mistake_moves_some_answer_of_a_variant(name):
    """By the readings of one variant alone, which share nothing with vetting in bulk."""
    sheet = sheet_of(name, 3)
    allowed = set(assignment(name).vetting.allow)
    for system, bench in benches(sheet).items():
        tests = lottery(name).vettings.get(system)
        if tests is None:
            continue
        test = tests.get(sheet.systems[system].cell) or tests[""]
        blind = {
            (m.note, m.what) for at, m in enumerate(test.mistakes.all) if at in test.habit.blind
        }
        _revealed(bench, allowed, blind)


def _revealed(bench, allowed: set[str], blind: set[tuple[str, str]]) -> None:
    asked = [a for a in bench.asked if a.target.of is None and not a.is_label]
    if not asked or len(asked) < len(bench.asked):
        return  # another answer may be the one that shows it
    for note, sentence, cell in _mistaken(bench, asked):
        if note in allowed or (note, sentence) in blind:
            continue
        seen = []
        for one in asked:
            try:
                value = one.target.rewritten(cell).value
            except CellError:
                seen.append(True)  # it takes numbers that nobody has, so nobody can make it
                break
            right = one.target.accepted(one.answer.tolerance)
            seen.append(not right.holds(value).all())
        assert any(seen), (bench.name, note, sentence)


def _mistaken(bench, asked):
    """Slips in one place, misunderstandings at every step."""
    system = bench.system
    wanted = [s for a in asked for s in symbols(a.target.expression)]
    whole = system.cell.needed(wanted)
    once = system.steps == 1 or not system.written.recurrent
    for one in misconceptions(whole):
        if once or one.note in SLIPS:
            yield one.note, one.sentence, one.cell
    if once:
        return
    for one in misconceptions(system.written):
        mistaken = _unrolled(one.cell, system.steps)
        # what no answer rests on, no answer can show
        if mistaken and mistaken.needed(wanted).equations != whole.equations:
            yield one.note, one.sentence, mistaken


def _unrolled(cell, steps: int):
    try:
        return unroll(cell, steps)
    except CellError:
        return None


# -- every variant grades itself ------------------------------------------------------------


def graded(sheet: Assignment, answers: dict[str, object]):
    submission = Submission(Path("x.json"), answers={n: Typed(v) for n, v in answers.items()})
    return grade(sheet, Work(submission, tuple(answers)))


@pytest.mark.parametrize("name", later(FILES, LARGE[:4]))
@pytest.mark.parametrize("k", [0, 5])
def test_the_key_of_a_variant_loses_nothing(name, k):
    sheet = sheet_of(name, k)
    report = graded(sheet, dict(solved(sheet)))
    lost = [e.name for e in report.entries if e.score != e.max_score and e.kind not in BY_HAND]
    assert not lost


@pytest.mark.parametrize("name", FILES)
def test_rounded_by_hand_the_key_loses_nothing(name):
    sheet = sheet_of(name, 9)
    decimals = {a.name: a.tolerance.decimals for a in sheet.answers if a.kind in NUMERIC}
    rounded = {
        answer: np.round(value, decimals[answer]).tolist()
        if decimals.get(answer) is not None else value
        for answer, value in solved(sheet).items()
    }  # fmt: skip
    report = graded(sheet, rounded)
    lost = [e.name for e in report.entries if e.score != e.max_score and e.kind not in BY_HAND]
    assert not lost


@pytest.mark.parametrize("name", FILES)
def test_an_empty_template_earns_nothing(name):
    sheet = sheet_of(name, 1)
    report = graded(sheet, dict.fromkeys((a.name for a in sheet.answers), ...))
    assert not report.score
    assert not report.pending
    assert {"missing"} == {entry.verdict.value for entry in report.entries}


@pytest.mark.slow
@pytest.mark.parametrize("name", FILES)
def test_a_submission_with_one_mistake_loses_points(name):
    sheet = sheet_of(name, 2)
    key = dict(solved(sheet))
    full = graded(sheet, key).score
    allowed = set(assignment(name).vetting.allow)
    expected = Expected(sheet)
    for system, bench in benches(sheet).items():
        tests = lottery(name).vettings.get(system)
        if tests is None or any(a.is_label for a in bench.asked):
            continue
        test = tests.get(sheet.systems[system].cell) or tests[""]
        given = {s: np.array([v], dtype=float) for s, v in sheet.systems[system].given.items()}
        lot = bench.lot(given, 1)
        for place, mistake in list(enumerate(test.mistakes.all))[::4]:
            if place in test.habit.blind or mistake.note in allowed:
                continue
            answers = dict(key)
            for view in mistake.views:
                known = dict(lot.sources[view.source])
                for symbol, rule in view.rules:
                    known[symbol] = rule(known)
                for at, rule in view.answers:
                    one = bench.asked[at]
                    value = np.broadcast_to(rule(known), (1, *one.target.shape))[0]
                    answers[one.answer.name] = np.asarray(value).tolist()
            assert graded(sheet, answers).score < full, (system, mistake.note, mistake.what)
    assert expected.assignment == sheet


# -- the teaching points of the sheets ------------------------------------------------------


def keys(name: str) -> list[dict[str, object]]:
    return [dict(solved(filled(assignment(name), drawn(name).numbers(k)))) for k in range(25)]


def test_the_exams_keep_their_dead_unit():
    for key in keys("exam-relu-9"):
        assert not key["c_h2"]
        assert not key["d_dx1"]
        assert key["c_h3"] > 0
    for key in keys("exam-relu-12"):
        assert not key["c_h1"]
        assert not key["d_dx1"]


def test_both_readings_of_an_exam_differ():
    sheet = assignment("exam-bptt-8")
    for k in range(25):
        expected = Expected(filled(sheet, drawn("exam-bptt-8").numbers(k)))
        question = next(q for q in sheet.questions if q.id == "b")
        for answer in question.answers:
            if answer.kind == "number":
                figure, formula = (
                    key_of(expected, answer, question, reading).value
                    for reading in question.readings
                )
                assert figure != formula


def test_the_quiz_asks_for_realistic_numbers():
    for key in keys("quiz-gated-cells"):
        assert 54 < key["q11_perplexity"] < 111
        assert key["q12_clipped"]
    for k in range(100):
        given = drawn("quiz-gated-cells").numbers(k).given["clipping"]
        assert np.hypot(*given["g"]) > given["limit"] + 0.5


def test_each_mutant_is_drawn_as_often_as_the_others():
    cells = [drawn("quiz-gated-cells").numbers(k).cells["mut"] for k in range(len(CLASS))]
    counts = [cells.count(cell) for cell in ("mut1", "mut2", "mut3")]
    assert min(counts) > 40


def test_given_numbers_fit_a_pocket_calculator():
    def entries(value):
        return [e for v in value for e in entries(v)] if isinstance(value, list) else [value]

    for name in FILES:
        for k in range(20):
            for system in drawn(name).numbers(k).given.values():
                for value in system.values():
                    assert all(len(str(abs(e))) <= 5 for e in entries(value)), value


def test_words_are_drawn_with_their_tags():
    sheets = [sheet_of("sheet-pos-tagging", k) for k in range(12)]
    prompts = {q.prompt for sheet in sheets for q in sheet.questions if q.id == "e2-states"}
    assert len(prompts) > 4
    assert not any("{" in prompt for prompt in prompts)
    for sheet in sheets:
        (tags,) = (a.labels for a in sheet.answers if a.name == "e2_tags")
        assert set(solved(sheet)["e2_tags"]) <= set(tags)


@pytest.mark.parametrize("name", FILES)
def test_the_printed_numbers_are_the_original(name):
    sheet = variant_of(assignment(name))
    assert filled(assignment(name), original(assignment(name))) == sheet
    assert not draws_anything(sheet)
    assert not any("{" in q.prompt.replace("_{t-1}", "") for q in sheet.questions)


@pytest.mark.slow
def test_a_class_is_the_same_one_by_one():
    expected = [numbers_of(assignment("exam-bptt-8"), s, SECRET) for s in CLASS[:20]]
    assert expected == numbers_of_class(assignment("exam-bptt-8"), CLASS[:20], SECRET)
    assert all(isinstance(one, Numbers) for one in expected)
