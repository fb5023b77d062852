"""The commands as outside programs and people meet them: words in, words and an exit code out."""

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from grader.assignment import all_assignments, assignment_faults, find_assignment, load_assignment
from grader.cli.main import main
from grader.grading.grade import grade
from grader.sandbox import Limits
from grader.submission.work import opened
from tests.sizes import LARGE, later

HOME = Path(__file__).parents[2]
ZOO = Path(__file__).parents[1] / "zoo"
SHEETS = (
    "exam-bptt-8", "exam-relu-12", "exam-relu-9", "quiz-gated-cells", "rnn-exercises",
    "sheet-pos-tagging",
)  # fmt: skip
WORKS = {
    "student.yaml": "assignment: exam-relu-9\nstudent: ada\nc_h2: 0\n",
    "only-one.yaml": "d_highway: gates\n",
    "two-fit.yaml": "e_gates: [output, forget, update]\nb_claim: false\n",
    "two-sheets.yaml": "c_h2: 0\ne2_h1: 2\n",
    "strange.yaml": "foo: 1\nbar: 2\n",
    "nothing.yaml": "",
    "nothing.py": "",
    "no-such-sheet.yaml": "assignment: exam-relu-99\nc_h2: 0\n",
    "listed.yaml": "assignment: [exam-relu-9]\nc_h2: 0\n",
    "unclosed.yaml": "assignment: exam-relu-9\nc_h2: [0\n",
    "twice.yaml": "assignment: exam-relu-9\nc_h2: 0\nc_h2: 1\n",
    "comma.json": '{"assignment": "exam-relu-9", "c_h2": 0,}',
    "list.json": "[1, 2]",
    "text.txt": "c_h2 = 0\n",
    "with-a-slip.py": 'assignment = "exam-relu-12"\nstudent = "eve"\nc_h1 = (0.00\nc_h2 = 4\n',
    "cells.ipynb": json.dumps({
        "nbformat": 4, "nbformat_minor": 5, "metadata": {},
        "cells": [{
            "cell_type": "code", "metadata": {}, "outputs": [], "execution_count": None,
            "source": "assignment = 'exam-relu-12'\na_expression = 4*12 + 12*12",
        }],
    }),
}  # fmt: skip


@pytest.fixture(autouse=True)
def _here(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "folder").mkdir()
    for name, text in WORKS.items():
        (tmp_path / name).write_text(text, encoding="utf-8")


@pytest.fixture
def run(capsys):
    """The exit code of a command line, and what it wrote to both streams."""

    def run(*words):
        code = main([*map(str, words)])
        return (code, *capsys.readouterr())

    return run


# -- which assignment, which student ------------------------------------------------------------


@pytest.mark.parametrize(
    ("assignment", "student", "words"),
    [
        ("exam-relu-9", "ada", ["student.yaml"]),
        ("exam-relu-9", "bob", ["student.yaml", "--student", "bob"]),
        ("exam-relu-12", "ada", ["student.yaml", "--assignment", "exam-relu-12"]),
        ("exam-bptt-8", None, ["only-one.yaml"]),
        ("exam-relu-9", None, ["two-fit.yaml", "--assignment", "exam-relu-9"]),
        ("exam-relu-9", None, ["nothing.py", "--assignment", "exam-relu-9"]),
        ("exam-relu-12", "eve", ["with-a-slip.py"]),
        ("exam-relu-12", None, ["cells.ipynb"]),
        ("exam-relu-9", None, ["strange.yaml", "--assignment", HOME / "assignments/exam-relu-9"]),
        (
            "exam-relu-9", None,
            ["strange.yaml", "--assignment", HOME / "assignments/exam-relu-9/assignment.yaml"],
        ),
    ],
)  # fmt: skip
def test_the_assignment_is_said_or_shows_in_the_names(assignment, student, words, run):
    code, out, err = run("check", *words, "--json")
    report = json.loads(out)
    assert (code, err) == (1, "")
    assert (assignment, student) == (report["assignment"], report["student"])


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ("The answers fit exam-relu-12 and exam-relu-9; say which one", "two-fit.yaml"),
        ("No single assignment asks for all these answers", "two-sheets.yaml"),
        ("candidates: exam-relu-12, exam-relu-9, rnn-exercises", "two-sheets.yaml"),
        ("No assignment asks for any of the names in this file", "strange.yaml"),
        ("The file holds no answers", "nothing.yaml"),
        ("The file holds no answers", "nothing.py"),
        ('there is no assignment "exam-relu-99"; did you mean exam-relu-9', "no-such-sheet.yaml"),
        (
            'there is no assignment "zzz"; name its folder or file, or one of: ',
            "student.yaml --assignment zzz",
        ),
        ("holds no assignment.yaml", "student.yaml --assignment ."),
        ('listed.yaml, line 1: "assignment" must be one plain text', "listed.yaml"),
        ('unclosed.yaml, line 2: this "[" is never closed', "unclosed.yaml"),
        ('line 3: "c_h2" stands here a second time (first in line 2)', "twice.yaml"),
        ("list.json, line 1: expected one mapping", "list.json"),
        ("a submission must end in .py, .yaml, .yml, .json or .ipynb", "text.txt"),
        ("There is no file absent.py", "absent.py"),
        ("there is no such file", "absent.yaml"),
        ("There is no file that holds answers. Expected: submission.py", "folder"),
        ("/dev/null: a submission must be an ordinary file", "/dev/null"),
        ("marks.csv cannot be read", "student.yaml --marks marks.csv"),
        ("required: SUBMISSION", ""),
        ("has no option '--jsn'. Did you mean `--json`?", "student.yaml --jsn"),
        ("takes no further 'student.yaml'", "student.yaml student.yaml"),
    ],
)
def test_what_cannot_be_graded_ends_with_2_and_a_sentence(said, words, run):
    code, out, err = run("check", *words.split())
    assert (code, out) == (2, "")
    assert said in err
    assert "Traceback" not in err
    if "--jsn" not in words:
        code, out, err = run("check", *words.split(), "--json")
        assert (code, err) == (2, "")
        assert [*json.loads(out)] == ["error"]
        assert said in json.loads(out)["error"]


@pytest.mark.parametrize(
    ("said", "name", "data"),
    [
        ("saved as UTF-16; save it as UTF-8", "a.py", "a_parameters = 45".encode("utf-16")),
        ("line 1: it holds a character that is no UTF-8", "a.py", b"a_parameters = 45 # \xe9"),
        ("the notebook is no valid JSON", "a.ipynb", b'{"cells": ['),
    ],
)
def test_why_a_file_holds_no_answers_is_said_before_anything_else(said, name, data, run, tmp_path):
    (tmp_path / name).write_bytes(data)
    code, _, complaint = run("check", tmp_path / name)
    assert (2, True) == (code, said in complaint.partition("The file holds no answers")[0])


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ("There is no command 'chekc'. Did you mean `grader check`?", "chekc a.py"),
        (
            (
                "There is no command 'sheet'. About that: `grader preview`, `grader variants` and "
                "`grader kit`."
            ),
            "sheet ./week-3",
        ),
        ("There is no command 'grade'. About that: `grader check`, `grader certify`", "grade a.py"),
        ("'a.py' is a file, not a command. To grade it, write `grader check a.py`.", "a.py"),
        ('there is no assignment "exam-relu"; did you mean', "solve exam-relu"),
        ('there is no assignment "exam-relu"; did you mean', "template exam-relu"),
        ('there is no assignment "exam-relu"; did you mean', "lint exam-relu"),
    ],
)
def test_other_commands_say_what_they_miss(said, words, run):
    code, out, err = run(*words.split())
    assert (code, out) == (2, "")
    assert err.startswith(said)


# -- the report as JSON -------------------------------------------------------------------------


def test_the_keys_of_a_report_are_exactly_the_promised_ones(run):
    _, out, _ = run("check", ZOO / "exam-relu-9" / "printed.yaml", "--json")
    report = json.loads(out)
    assert [*report] == [
        "assignment",
        "student",
        "source",
        "score",
        "max_score",
        "pending",
        "answers",
    ]
    for answer in report["answers"]:
        waits = ["text"] if answer["verdict"] == "pending" else []
        assert [*answer] == ["name", "score", "max_score", "verdict", "note", "message", *waits]
        assert {type(answer["score"]), type(answer["max_score"])} <= {int, float}
        assert re.fullmatch(r"[a-z]+\.[a-z-]+", answer["note"])


WORKED_OUT = ("number", "vector", "count", "shape", "range", "equation", "expression")


@pytest.mark.parametrize("sheet", SHEETS)
def test_no_message_about_a_wrong_type_gives_the_answer_away(sheet, run, tmp_path):
    _, solution, _ = run("solve", sheet, "--json")
    answers = json.loads(solution)["answers"]
    (tmp_path / "s.json").write_text(json.dumps({name: {"no": "such"} for name in answers}))
    _, out, _ = run("check", "s.json", "--assignment", sheet, "--json")
    kinds = {a.name: a.kind for a in load_assignment(find_assignment(sheet)).answers}
    for answer in json.loads(out)["answers"]:
        key = answers.get(answer["name"])
        shown = json.dumps(key).strip("[]") if isinstance(key, list) else str(key)
        # Words are chosen from those that a message lists, and "1" stands in many numbers.
        if kinds[answer["name"]] in WORKED_OUT and len(shown) > 1:
            assert answer["verdict"] == "unreadable"
            assert shown not in answer["message"]


# -- programs that do not behave ----------------------------------------------------------------


def test_a_loop_without_end_is_stopped_and_reported():
    file = Path("loop.py")
    file.write_text('assignment = "exam-relu-9"\nc_h2 = 0\nwhile True:\n    pass\nc_h3 = 3\n')
    sheet = Path(__file__).parents[1] / "assignments" / "exam-to-break" / "assignment.yaml"
    with opened(file, limits=Limits(start_seconds=0.5)) as work:
        report = grade(load_assignment(sheet), work)
    found = {entry.name: (entry.verdict.value, entry.note) for entry in report.entries}
    assert found["c_h2"] == ("right", "number.match"), "it was given before the loop"
    assert found["c_h3"] == ("failed", "program.timed-out"), "it stands behind the loop"
    assert {verdict for verdict, _ in found.values()} == {"right", "failed"}
    assert "took longer than 0.5 s and was stopped in line 3" in report.remarks[0]


def test_what_a_program_prints_stays_out_of_the_report(run):
    code, out, err = run("check", ZOO / "exam-relu-9" / "prints.py", "--json")
    assert (code, err) == (1, "")
    assert json.loads(out)["score"] == 2
    assert "\x1b" not in out


@pytest.mark.parametrize("case", ["crashes", "exits", "prints", "recursion", "slip-of-syntax"])
def test_a_program_that_fails_is_no_traceback_of_ours(case, run):
    code, out, err = run("check", ZOO / "exam-relu-9" / f"{case}.py")
    assert (code, err) == (1, "")
    assert "Traceback" not in out
    assert "exam-relu-9" in out


# -- the table ----------------------------------------------------------------------------------


def piped(*words, **environment):
    kept = {
        name: value for name, value in os.environ.items() if name not in ("COLUMNS", "NO_COLOR")
    }
    return subprocess.run(
        [sys.executable, "-m", "grader", *map(str, words)],
        check=False, capture_output=True, text=True, encoding="utf-8",
        env={**kept, "PYTHONPATH": str(HOME), "PYTHONIOENCODING": "utf-8", **environment},
    )  # fmt: skip


@pytest.mark.parametrize("width", [40, 60, 80, 120])
def test_the_table_fits_its_terminal_and_has_no_colour_in_a_pipe(width):
    done = piped("check", ZOO / "sheet-pos-tagging" / "wrong-types.yaml", COLUMNS=str(width))
    assert (done.returncode, done.stderr) == (1, "")
    assert "\x1b" not in done.stdout
    assert max(map(len, done.stdout.splitlines())) <= width
    assert "0 of 30 points" in done.stdout


def test_a_terminal_that_wants_no_colour_gets_none():
    done = piped("check", ZOO / "exam-relu-9" / "printed.yaml", NO_COLOR="1", TERM="xterm")
    assert "\x1b" not in done.stdout
    assert "1.5 points wait for the staff" in done.stdout


def test_a_reader_that_goes_away_is_no_fault():
    command = f"{sys.executable} -m grader check {ZOO / 'rnn-exercises' / 'printed.yaml'} | head -1"
    done = subprocess.run(
        ["/bin/sh", "-c", command], check=False, capture_output=True, text=True,
        env={**os.environ, "PYTHONPATH": str(HOME)},
    )  # fmt: skip
    assert (done.returncode, done.stderr) == (0, "")


# -- solutions, templates, marks ----------------------------------------------------------------


@pytest.mark.parametrize("sheet", SHEETS)
def test_a_solution_is_a_submission_with_all_points_but_those_for_texts(sheet, run, tmp_path):
    code, out, _ = run("solve", sheet, "--json")
    assert code == 0
    assert [*json.loads(out)] == ["assignment", "student", "answers"]
    (tmp_path / "solution.json").write_text(out)
    _, out, _ = run("check", "solution.json", "--json")
    report = json.loads(out)
    texts = {a.name for a in load_assignment(find_assignment(sheet)).answers if a.kind == "text"}
    assert {a["name"]: a["verdict"] for a in report["answers"]} == {
        a["name"]: "missing" if a["name"] in texts else "right" for a in report["answers"]
    }


@pytest.mark.parametrize("sheet", SHEETS)
def test_a_template_is_a_submission_in_which_all_is_missing(sheet, run, tmp_path):
    code, out, _ = run("template", sheet)
    assert code == 0
    (tmp_path / "template.py").write_text(out, encoding="utf-8")
    code, out, _ = run("check", "template.py", "--json")
    report = json.loads(out)
    assert (1, sheet, 0) == (code, report["assignment"], report["score"])
    assert {a["verdict"] for a in report["answers"]} == {"missing"}


@pytest.mark.parametrize(
    "path", [path.absolute() for _, path in all_assignments()], ids=lambda path: path.parent.name
)
def test_no_shipped_file_has_a_fault(path):
    assert [] == [fault for fault in assignment_faults(path) if not fault.warning]


@pytest.mark.parametrize("name", later((name for name, _ in all_assignments()), LARGE))
def test_lint_finds_no_faults_in_what_is_shipped(name, run):
    code, out, _ = run("lint", name)
    assert code == 0
    assert "no faults" in out


MARKS = "student,answer,points,remark\nada,b_reason,{points},{remark}\nada,e_cell_state,1,fine\n"


@pytest.mark.parametrize(
    ("code", "score", "verdict", "points"),
    [
        (0, 9, "right", "0.5"),
        (0, 9, "right", "1/2"),
        (1, 8.5, "wrong", "0"),
        (1, 8.75, "wrong", "0.25"),
    ],
)
def test_marks_of_staff_join_the_score(code, score, verdict, points, run, tmp_path):
    (tmp_path / "marks.csv").write_text(MARKS.format(points=points, remark="see the sheet"))
    perfect = ZOO / "exam-relu-9" / "perfect.json"
    ended, out, _ = run("check", perfect, "--marks", "marks.csv", "--json")
    report = json.loads(out)
    (reason,) = [a for a in report["answers"] if a["name"] == "b_reason"]
    assert (code, score, 0) == (ended, report["score"], report["pending"])
    assert (verdict, "See the sheet") == (reason["verdict"], reason["message"])


@pytest.mark.parametrize(
    ("said", "row"),
    [
        ("b_reason", "ada,b_reason,1,too much"),
        ("a_parameters", "ada,a_parameters,1,not theirs"),
        ("b_reson", "ada,b_reson,0.5,misspelt"),
        ("half", "ada,b_reason,half,no number"),
    ],
)
def test_marks_that_cannot_be_are_refused_with_their_line(said, row, run, tmp_path):
    (tmp_path / "marks.csv").write_text(f"student,answer,points,remark\n{row}\n")
    code, out, err = run("check", ZOO / "exam-relu-9" / "perfect.json", "--marks", "marks.csv")
    assert (code, out) == (2, "")
    assert "marks.csv:2" in err
    assert said in err


def test_marks_of_others_change_nothing(run, tmp_path):
    (tmp_path / "marks.csv").write_text("student,answer,points\nbob,b_reason,0.5\n")
    _, out, _ = run("check", ZOO / "exam-relu-9" / "perfect.json", "--marks", "marks.csv", "--json")
    assert (json.loads(out)["score"], json.loads(out)["pending"]) == (7.5, 1.5)


def test_staff_may_give_the_points_of_an_explanation(run, tmp_path):
    (tmp_path / "marks.csv").write_text("student,answer,points\nada,d_dx1,1\n")
    words = ["--student", "ada", "--marks", "marks.csv", "--json"]
    _, out, _ = run("check", ZOO / "exam-relu-9" / "explained.yaml", *words)
    assert (json.loads(out)["score"], json.loads(out)["pending"]) == (1, 0)


# -- handles --------------------------------------------------------------------------------------

CLOSED = [
    (1, "<&-", "standard input is closed, as cron does"),
    (1, ">&-", "nobody is to read it"),
    (1, "2>&-", "nor its complaints"),
    (1, "<&- >&- 2>&-", "no handle at all"),
    (3, ">/dev/full", "the report cannot be written: our fault, and no lost points"),
    (3, ">/dev/full 2>/dev/full", "and that cannot be said, either"),
]


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="a device of Linux")
@pytest.mark.parametrize("json_too", ["", " --json"])
@pytest.mark.parametrize(("code", "handles", "why"), CLOSED)
def test_closed_and_full_handles_end_with_the_promised_code(code, handles, why, json_too):
    Path("s.py").write_text("a_parameters = 45\nc_h2 = 0\n")
    command = f"{sys.executable} -m grader check s.py --assignment exam-relu-9{json_too} {handles}"
    done = subprocess.run(command, shell=True, capture_output=True, text=True, check=False)  # noqa: S602
    assert code == done.returncode, (why, done.stderr)
    assert "Traceback" not in done.stderr
    assert "itself failed" not in done.stderr


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="a device of Linux")
@pytest.mark.parametrize("words", ["--help", "--version", "secret secret.txt", "solve exam-relu-9"])
def test_what_cannot_be_written_is_said_by_every_command(words):
    command = f"{sys.executable} -m grader {words} >/dev/full"
    done = subprocess.run(command, shell=True, capture_output=True, text=True, check=False)  # noqa: S602
    assert 3 == done.returncode
    said = "The output cannot be written: No space left on device. Your work is not the reason."
    assert said in done.stderr
