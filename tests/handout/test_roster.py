"""Rosters as Gradescope, Canvas and spreadsheets export them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grader.handout.roster import Student, read_roster, roster_of
from grader.outcome.errors import InputError

ADA = Student("A1", "Ada Lovelace")
BOB = Student("B2", "Bob Byrd")


@pytest.mark.parametrize(
    ("text", "students"),
    [
        pytest.param("Name,SID,Email\nAda Lovelace,A1,a@x\nBob Byrd,B2,b@x\n", (ADA, BOB), id="Gradescope"),
        pytest.param("First Name,Last Name,SID,Email,Role\nAda,Lovelace,A1,a@x,Student\nBob,Byrd,B2,b@x,Student\n", (ADA, BOB), id="Gradescope, names in two columns"),
        pytest.param("Email,SID,Last Name,First Name\na@x,A1,Lovelace,Ada\nb@x,B2,Byrd,Bob\n", (ADA, BOB), id="any order of columns"),
        pytest.param("SID,Name,Role\nZ9,Prof,Instructor\nA1,Ada Lovelace,Student\nT1,Tutor,TA\n", (ADA,), id="staff is nobody"),
        pytest.param("Student,ID,SIS User ID,SIS Login ID,Section\n    Points Possible,,,,\n\"Lovelace, Ada\",17,A1,ada,1\n\"Student, Test\",99,,x,1\n", (Student("A1", "Lovelace, Ada"),), id="Canvas, with its own rows"),
        pytest.param("Student,ID,SIS User ID,SIS Login ID,Section,HW 1 (123),HW 2 (124)\n,,,,,Manual Posting,\n,,,,,(scores hidden from instructors),\n    Points Possible,,,,,10,10\n\"Lovelace, Ada\",17,A1,ada,1,,\n", (Student("A1", "Lovelace, Ada"),), id="Canvas, posted by hand"),
        pytest.param("LastName,FirstName,ID,SIS User ID,Section,HW 1 (123)\n,,,,,Manual Posting (scores hidden from instructors)\nPoints Possible,,,,,10\nLovelace,Ada,17,A1,1,\n", (ADA,), id="the same, names in two columns"),
        pytest.param("Student,ID,SIS Login ID\n\"Lovelace, Ada\",17,ada\n", (Student("ada", "Lovelace, Ada"),), id="Canvas without student numbers"),
        pytest.param("Student,ID\n\"Lovelace, Ada\",17\n", (Student("17", "Lovelace, Ada"),), id="Canvas' own number comes last"),
        pytest.param("SID;Name\nA1;Ada Lovelace\nB2;Bob Byrd\n", (ADA, BOB), id="semicolons"),
        pytest.param("SID\tName\nA1\tAda Lovelace\n", (ADA,), id="tabs"),
        pytest.param("sep=;\nSID;Name\nA1;Ada Lovelace\n", (ADA,), id="a note to Excel"),
        pytest.param("\ufeffSID,Name\r\nA1,Ada Lovelace\r\n", (ADA,), id="a byte order mark"),
        pytest.param("student_id,full_name\nA1,Ada Lovelace\n", (ADA,), id="headers written otherwise"),
        pytest.param("SID,Name\n\n A1 ,  Ada   Lovelace \n\n,\n", (ADA,), id="blank lines and blanks"),
        pytest.param("SID,Name,Email\n,Ada Lovelace,a@x\n,Bob Byrd,b@x\n", (Student("a@x", "Ada Lovelace"), Student("b@x", "Bob Byrd")), id="nobody has a number: their mail"),
        pytest.param("SID\nA1\n", (Student("A1"),), id="ids alone"),
        pytest.param("SID,Name\n007,Ada\n", (Student("007", "Ada"),), id="zeros in front stay"),
        pytest.param("SID,Name\nA1,\"Lovelace, \"\"Ada\"\"\"\n", (Student("A1", 'Lovelace, "Ada"'),), id="quotes"),
    ],
)  # fmt: skip
def test_a_roster_names_its_students(text, students):
    assert students == roster_of(text, "r.csv").students


@pytest.mark.parametrize(
    ("data", "name"),
    [
        pytest.param("SID,Name\nA1,Müller\n".encode(), "Müller", id="UTF-8"),
        pytest.param("SID,Name\nA1,Müller\n".encode("utf-8-sig"), "Müller", id="with its mark"),
        pytest.param("SID;Name\nA1;Müller\n".encode("cp1252"), "Müller", id="Excel on Windows"),
        pytest.param("SID\tName\nA1\tMüller\n".encode("utf-16"), "Müller", id="Excel's Unicode text"),
    ],
)  # fmt: skip
def test_a_name_keeps_its_letters(data, name, tmp_path):
    path = tmp_path / "r.csv"
    path.write_bytes(data)
    assert (Student("A1", name),) == read_roster(path).students


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("SID,Name\nA1,Ada\n,Bob\nC3,Cy\n,Dan\n", ["line 3: there is nothing under SID", "line 5: there"]),
        ("SID,Name\n\nA1,Ada\n\n\n,Bob\n", ["line 6: there is nothing"]),
        ("SID,Name\nA1,\"Ada\nLovelace\"\n,Bob\n", ["line 4: there is nothing"]),
        ("SID,Name\nA1,Ada\na1,Eve\n", ["line 3: the id a1 stands in line 2 already"]),
        ('SID,Name\nA1,"Ted\nB2,Ann\nC3,"Bo" Dee\nD4,x\n', ["line 2: a quote is opened here"]),
        ('SID,Name\nA1,"Ted\nB2,Ann\nC3,"\nD4,x\n', ["line 2: a quote is opened here"]),
        ('SID,Name\nA1,Ann\nB2,"unterminated\n', ["line 3: a quote is opened here"]),
        ("SID,Name\nJose\u0301,Ada\nJOS\u00c9,Eve\n", ["line 3: the id JOS\u00c9 stands in line 2 already"]),
        ("SID,Name\n1.23457E+08,Ada\n", ["line 2: 1.23457E+08", "rounded"]),
        ("SID,Name\nA\x1b[2J,Ada\n", ["line 2: the id that begins 'A\\x1b[2J'"]),
        ("SID,Name\n" + "9" * 300 + ",Ada\n", ["line 2: the id that begins", "too long"]),
        ("Ada,A1\nBob,B2\n", ["r.csv: the first line names no column"]),
        ("", ["the first line names no column"]),
        ("SID,Name\n", ["has no students"]),
        ("SID,Name,Role\nT1,Tutor,TA\n", ["has no students"]),
        ("Name,Section\nAda,1\n", ["no column with ids", "Name and Section"]),
    ],
)  # fmt: skip
def test_what_is_wrong_is_said_with_its_line(text, said):
    with pytest.raises(InputError) as caught:
        roster_of(text, "r.csv")
    assert [] == [part for part in said if part not in caught.value.sentence], caught.value.sentence


def test_staff_may_name_the_column():
    text = "Name,SID,Email\nAda,A1,a@x\n"
    assert (Student("a@x", "Ada"),) == roster_of(text, "r.csv", id_column="email").students
    with pytest.raises(InputError, match='no column "Emil"; did you mean "Email"'):
        roster_of(text, "r.csv", id_column="Emil")


def test_a_roster_that_is_not_there_is_said(tmp_path):
    with pytest.raises(InputError, match=r"the roster .*none\.csv cannot be read"):
        read_roster(tmp_path / "none.csv")


@given(st.text(alphabet='SIDName,;\t|"\n\r\ufeff1é\x00=', max_size=60))
def test_any_text_is_a_roster_or_a_sentence(text):
    try:
        found = roster_of(text, "r.csv").students
    except InputError:
        return
    assert found
    assert all(student.id for student in found)


@pytest.mark.parametrize(
    ("column", "text"),
    [("SIS User ID", "Student,ID,SIS User ID\nAda,1,A1\n"), ("Matrikelnummer", "Name,Matrikelnummer\nAda,7\n")],
)  # fmt: skip
def test_the_column_of_the_ids_is_known_by_its_own_title(column, text):
    assert column == roster_of(text, "r.csv").column
