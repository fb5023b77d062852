"""Staff's points, as tables and YAML files hold them."""

from fractions import Fraction
from pathlib import Path

import pytest

from grader.assignment.model import Answer, Assignment, Question
from grader.grading.grade import check
from grader.grading.marks import MarksFaults, read_marks
from grader.grading.rubric import Mark
from grader.outcome.errors import InputError

ASSIGNMENT = Assignment(
    id="a",
    title="A",
    points=Fraction(5),
    questions=(
        Question(
            id="q",
            prompt="",
            answers=(
                Answer(name="b_reason", kind="text", points=Fraction(2)),
                Answer(name="d_dx1", kind="number", points=Fraction(1), explanation=True),
                Answer(name="c_h2", kind="number", points=Fraction(1)),
                Answer(name="e_text", kind="text", points=Fraction(1)),
            ),
        ),
    ),
)


def read(tmp_path, text, name="marks.csv"):
    file = tmp_path / name
    file.write_bytes(text if isinstance(text, bytes) else text.encode())
    return read_marks(file, ASSIGNMENT)


HALF = {"ada": {"b_reason": Mark(Fraction(1, 2), "names tanh")}}


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("student,answer,points,remark\nada,b_reason,0.5,names tanh\n", "as in the manual"),
        ("remark,points,answer,student\nnames tanh,1/2,b_reason,ada\n", "any order"),
        ("Student , Answer,POINTS,Remark\nada, b_reason ,0.5, names tanh\n", "any case, any space"),
        ("name,student,answer,points,remark\nAda L.,ada,b_reason,0.5,names tanh\n", "more columns"),
        ("student;answer;points;remark\r\nada;b_reason;0,5;names tanh\r\n", "a German spreadsheet"),
        ("student\tanswer\tpoints\tremark\nada\tb_reason\t.5\tnames tanh", "tabs"),
        (b"\xef\xbb\xbfstudent,answer,points,remark\nada,b_reason,0.5,names tanh\n", "BOM"),
        ("student,answer,points,remark\nada,b_reason,0.5,names tanh\n".encode("utf-16"), "UTF-16"),
        ("\nstudent,answer,points,remark\n\n,,,\nada,b_reason,0.5,names tanh\n", "empty lines"),
        ("student,answer,points,remark\nada,b_reason,0.5,names tanh\nada,e_text,,\n", "not yet"),
        ('student,answer,points,remark\n"ada","b_reason","0.5","names tanh"\n', "quotes"),
    ],
)
def test_a_table_is_read_as_spreadsheets_write_it(text, why, tmp_path):
    assert read(tmp_path, text) == HALF, why


@pytest.mark.parametrize(
    "text",
    [
        "- {student: ada, answer: b_reason, points: 0.5, remark: names tanh}\n",
        "- {student: ada, answer: b_reason, points: 1/2, remark: names tanh}\n",
        "ada:\n  b_reason: {points: 0.5, remark: names tanh}\n",
    ],
)
def test_marks_may_be_yaml(text, tmp_path):
    assert read(tmp_path, text, "marks.yaml") == HALF


def test_marks_may_be_yaml_without_remarks(tmp_path):
    assert read(tmp_path, "007:\n  b_reason: 1.5\n", "marks.yml") == {
        "007": {"b_reason": Mark(Fraction(3, 2))}
    }


def test_a_remark_may_run_over_lines_and_hold_umlauts(tmp_path):
    text = 'student,answer,points,remark\nada,b_reason,1,"zu kürz:\nsiehe S. 3"\n'
    expected = Mark(Fraction(1), "zu kürz:\nsiehe S. 3")
    for encoding in ("utf-8", "cp1252"):
        assert read(tmp_path, text.encode(encoding))["ada"]["b_reason"] == expected


def test_an_explanation_in_place_of_a_value_takes_marks(tmp_path):
    marks = read(tmp_path, "student,answer,points\nada,d_dx1,1\n")
    assert marks == {"ada": {"d_dx1": Mark(Fraction(1))}}


@pytest.mark.parametrize(
    ("line", "sentence", "text"),
    [
        (2, 'student "ada", answer "b_reason": 3 is above the rubric\'s 2; write 2 or less',
         "student,answer,points\nada,b_reason,3\n"),
        (3, 'answer "c_h2": this answer is graded by the program and takes no marks',
         "student,answer,points\nada,b_reason,1\nada,c_h2,1\n"),
        (2, 'answer "b_reson": there is no answer of this name; did you mean "b_reason"?',
         "student,answer,points\nada,b_reson,1\n"),
        (2, 'answer "b_reason": 1e+999 is above the rubric\'s 2; write 2 or less',
         "student,answer,points\nada,b_reason,1e999\n"),
        (2, "a quote is opened here and not closed", 'student,answer,points\nada,b_reason,"1\nbo,b_reason,1\n'),
        (2, 'points must be a number of 0 or more (got "lots"); write 1, 0.5 or 1/2',
         "student,answer,points\nada,b_reason,lots\n"),
        (2, "points must be a number of 0 or more (got \"-1\")", "student,answer,points\nada,b_reason,-1\n"),
        (2, "points must be a number of 0 or more (got \"nan\")", "student,answer,points\nada,b_reason,nan\n"),
        (2, 'points must be a number of 0 or more (got "")', "student,answer,points,remark\nada,b_reason,,good\n"),
        (4, 'answer "b_reason": marked in line 2 already; keep one of the two',
         "student,answer,points\nada,b_reason,1\nbob,b_reason,1\nada,b_reason,2\n"),
        (2, "answer is empty; name the answer", "student,answer,points\nada,,1\n"),
        (1, 'the column "answer" is missing; rename the column: did you mean "answr"?',
         "student,answr,points\nada,b_reason,1\n"),
        (1, 'the column "points" is missing; add the column', "student,answer\nada,b_reason\n"),
        (1, "the file is empty; start with student,answer,points,remark", ""),
    ],
)  # fmt: skip
def test_a_faulty_table_is_told_with_its_lines(line, sentence, text, tmp_path):
    with pytest.raises(MarksFaults) as caught:
        read(tmp_path, text)
    (fault,) = caught.value.faults
    assert f"marks.csv:{line}: " in str(fault)
    assert sentence in str(fault)


@pytest.mark.parametrize(
    ("line", "sentence", "text"),
    [
        (2, 'the key "point" is not known; did you mean "points"?',
         "- {student: ada, answer: b_reason, points: 1}\n- {student: ada, answer: e_text, points: 1, point: 1}\n"),
        (1, "points is missing", "- {student: ada, answer: b_reason}\n"),
        (1, 'expected marks (got "x")', "- x\n"),
        (1, "expected marks (got 3)", "ada: 3\n"),
        (1, "expected marks (got nothing)", ""),
        (3, "3 is above the rubric's 2", "ada:\n  e_text: 1\n  b_reason: 3\n"),
        (3, '"e_text" stands twice here', "ada:\n  e_text: 1\n  e_text: 1\n"),
        (1, "points must be a number of 0 or more (got true)", "ada: {e_text: true}\n"),
    ],
)  # fmt: skip
def test_a_faulty_yaml_file_is_told_with_its_lines(line, sentence, text, tmp_path):
    with pytest.raises(MarksFaults) as caught:
        read(tmp_path, text, "marks.yaml")
    (fault,) = caught.value.faults
    assert f"marks.yaml:{line}: " in str(fault)
    assert sentence in str(fault)


def test_all_faults_of_a_table_are_told_in_one_go(tmp_path):
    with pytest.raises(MarksFaults) as caught:
        read(tmp_path, "student,answer,points\nada,b_reason,3\nada,x,1\nada,e_text,-1\n")
    assert [fault.line for fault in caught.value.faults] == [2, 3, 4]


def test_a_file_that_is_not_there_is_told_in_a_sentence(tmp_path):
    with pytest.raises(InputError, match="No such file"):
        read_marks(tmp_path / "marks.csv", ASSIGNMENT)


def test_marks_of_one_student_reach_no_file_that_names_nobody(tmp_path: Path) -> None:
    (tmp_path / "marks.csv").write_text("student,answer,points\ns1,b_reason,0.5\n")
    text = "assignment: exam-relu-9\nb_reason: Because.\n"
    for line, score, said in (
        ("", 0, "the marks are for s1; this file names nobody"),
        ("student: A1\n", 0, "the marks are for s1; there is no row for A1"),
        ("student: S1\n", 0.5, ""),
    ):
        (tmp_path / "w.yaml").write_text(text + line)
        report = check(
            tmp_path / "w.yaml", assignment="exam-relu-9", marks=str(tmp_path / "marks.csv")
        )
        assert (score, True) == (float(report.score), said in " ".join(report.remarks)), line
