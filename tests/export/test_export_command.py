"""`grader export`: what is written, what is told, and what people do wrong."""

from __future__ import annotations

import json
import zipfile

import pytest
from exported import EVERY_RULE, HOSTILE, SHIPPED, printed, xml

from grader.cli.main import main
from grader.export.bank import gathered
from grader.export.ids import identifier
from grader.export.question import ByHand, Remark
from grader.export.variants import variants_of
from grader.outcome.errors import InputError
from grader.variant.pool import pool

ROSTER = "Name,SID,Email\nAda,A1,a@x.edu\nBob,B/2,b@x.edu\n"


@pytest.fixture
def folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("GRADER_SECRET", raising=False)
    (tmp_path / "secret").write_text("correct horse battery staple\n")
    (tmp_path / "roster.csv").write_text(ROSTER)
    return tmp_path


def names(path):
    """The names of the questions of a file of Moodle's."""
    return [q.findtext("name/text") for q in xml(path.read_bytes()) if q.get("type") != "category"]


@pytest.mark.parametrize("system", ["moodle", "qti", "qti3", "canvas", "Canvas"])
@pytest.mark.parametrize("name", SHIPPED)
def test_every_shipped_assignment_is_written(name, system, folder, capsys):
    assert 0 == main(["export", name, "--to", system, "--out", "out"])
    said = capsys.readouterr()
    assert said.out.startswith("out: ")
    assert f"{len(printed(name).pools)} questions" in said.out
    if system == "moodle":
        assert len(printed(name).pools) == len(names(folder / "out"))
    else:
        assert zipfile.is_zipfile(folder / "out")


@pytest.mark.parametrize(
    ("count", "words", "remark"),
    [
        (1, [], "the printed numbers"),
        (2, ["--roster", "roster.csv", "--secret", "secret"], "a class"),
        (2, ["--roster", "roster.csv", "--secret", "secret", "--id", "Email"], "by another column"),
        (3, ["--students", "x", "y", "z", "x", "--secret", "secret"], "by name, each once"),
        (4, ["--pool", "4", "--secret", "secret"], "for nobody"),
    ],
)
def test_whose_numbers_are_written(count, words, remark, folder, capsys):
    assert 0 == main(["export", "exam-relu-9", "--to", "moodle", "--out", "out.xml", *words])
    assert f"{count} variant" in capsys.readouterr().out
    assert count == sum("Forward" in name for name in names(folder / "out.xml"))


def test_a_manifest_decides_about_its_numbers(folder, capsys):
    words = ["variants", "exam-relu-9", "--roster", "roster.csv", "--secret", "secret"]
    assert 0 == main([*words, "--out", "sheets", "--format", "md"])
    out = ["export", "exam-relu-9", "--to", "moodle", "--out"]
    manifest = ["--manifest", "sheets/manifest.json"]
    assert 0 == main([*out, "all.xml", *manifest])
    assert 0 == main([*out, "one.xml", *manifest, "--students", "B/2"])
    assert 0 == main([*out, "drawn.xml", "--roster", "roster.csv", "--secret", "secret"])
    assert (folder / "all.xml").read_bytes() == (folder / "drawn.xml").read_bytes()
    assert "c Forward (B/2)" not in names(folder / "one.xml"), "nobody else's to be told from"
    assert 2 == main([*out, "x.xml", *manifest, "--students", "eve"])
    assert "eve: the manifest has no numbers for them" in capsys.readouterr().err
    assert not (folder / "x.xml").exists()
    drop = ["variants", "exam-relu-9", "--out", "sheets", "--drop", "A1", "--drop", "B/2"]
    assert 0 == main(drop)
    assert 2 == main([*out, "x.xml", *manifest])
    assert "holds no students" in capsys.readouterr().err


# what is said, the words after `grader export`, remark
MISUSED = [
    ("no export to blackboard; --to takes moodle, qti, qti3, canvas and gscope", "exam-relu-9 --to blackboard --out o"),
    ("the following arguments are required: --to", "exam-relu-9 --out o"),
    ("the following arguments are required: --out", "exam-relu-9 --to qti"),
    ("name one of --roster, --students and --pool", "exam-relu-9 --to qti --out o --pool 2 --students a"),
    ("name one of --roster, --students and --pool", "exam-relu-9 --to qti --out o --pool 2 --manifest m"),
    ("moodle imports a file that ends in .xml (got e.zip)", "exam-relu-9 --to moodle --out e.zip"),
    ("canvas imports a file that ends in .zip (got e.XML)", "exam-relu-9 --to canvas --out e.XML"),
    ("--pool takes a number from 1 to 10000 (got 0)", "exam-relu-9 --to qti --out o --pool 0"),
    ("--pool takes a number from 1 to 10000 (got 10001)", "exam-relu-9 --to qti --out o --pool 10001"),
    ("invalid int value: 'many'", "exam-relu-9 --to qti --out o --pool many"),
    ("drawn with a secret", "exam-relu-9 --to qti --out o --pool 2"),
    ("no-such", "no-such --to qti --out o"),
    ("cannot be written", "exam-relu-9 --to qti --out no/such/folder/o"),
]  # fmt: skip


@pytest.mark.parametrize(("said", "words"), MISUSED)
def test_what_people_do_wrong_is_told(said, words, folder, capsys):
    assert 2 == main(["export", *words.split()])
    told = capsys.readouterr()
    assert said in told.err
    assert "" == told.out
    assert not (folder / "o").exists()


def test_where_no_numbers_are_printed_a_class_is_asked_for(folder, capsys):
    text = (
        "title: T\npoints: 1\nsystems:\n  s: {cell: relu-rnn, steps: 1, given: {V: 1, "
        "W: {integers: [2, 9]}, h0: 1, x: [3]}}\n"
        "questions:\n  - {id: a, prompt: P, system: s, answers: {a_h: 'h[1]'}}\n"
    )
    (folder / "drawn.yaml").write_text(text)
    assert 2 == main(["export", "drawn.yaml", "--to", "qti", "--out", "o"])
    told = capsys.readouterr().err
    assert "draws W and has no original number" in told
    assert "--manifest, or draw by --secret with --roster, --students or --pool" in told


def test_where_nothing_is_drawn_there_is_one_variant(folder, capsys):
    words = ["export", EVERY_RULE, "--to", "qti", "--out", "o", "--pool", "9"]
    assert 0 == main(words)
    told = capsys.readouterr()
    assert "every-rule: nothing is drawn in it" in told.err
    assert "1 variant" in told.out


# what is said of the assignment that has every rule, by system
LOST = {
    "moodle": [
        "l_text and h_why: staff reads it",
        "follow-half, follow-full, entries and readings: follow-through is not kept",
        "together: answers that count only together are judged one by one",
        "readings: a mixture of the readings counts as well",
        "workings: a right result does not give the points of its working",
        "cap: the cap is not kept",
        "precision: too few decimals cost nothing",
        "f_expression: the system cannot judge an answer of the kind expression",
        "set the mark of the question to",
        "c_h2, h_range, h_shape, l_tags and l_gates: Moodle gives every right part its share",
    ],
    "qti": [
        "b_c1, b_c2, b_h1, b_h2, e_h1",
        "the file tells students no reason",
        "the QTI package has no safe place for what staff should know",
    ],
    "canvas": [
        "b_c1, b_c2, b_h1, b_h2 and k_h1: Canvas gives all points or none",
        "Canvas' import has no safe place for what staff should know",
    ],
}


@pytest.mark.parametrize("system", LOST)
def test_nothing_is_lost_silently(system, folder, capsys):
    assert 0 == main(["export", EVERY_RULE, "--to", system, "--out", "out"])
    told = capsys.readouterr().err
    listed = told.replace("h_why and l_text", "l_text and h_why")
    for said in LOST[system]:
        assert said in listed


def test_several_quizzes_are_told_of(folder, capsys):
    assert 0 == main(
        [
            "export",
            "exam-relu-9",
            "--to",
            "canvas",
            "--out",
            "o",
            "--pool",
            "3",
            "--secret",
            "secret",
        ]
    )
    assert "there are 3 quizzes, one a variant" in capsys.readouterr().err


def test_what_staff_should_know_stands_beside_a_text():
    (text,) = (q for p in printed(EVERY_RULE).pools for q in p.questions if p.id == "words:l_text")
    assert ByHand("", (("Any reason.",), ("+0.5: a reason",))) == text.by_hand


def test_remarks_that_say_the_same_are_one():
    remarks = (Remark(("a",), "x"), Remark(("b",), "y"), Remark(("c", "a"), "x"))
    assert (Remark(("a", "c"), "x"), Remark(("b",), "y")) == gathered(remarks)


@pytest.mark.parametrize(
    ("kind", "parts"), [("item", ("a", "b")), ("item", ("a/b",)), ("9", ("ü", "x" * 300)), ("q", ("",))]
)  # fmt: skip
def test_an_identifier_is_a_name_in_xml_and_of_a_file(kind, parts):
    found = identifier(kind, *parts)
    assert found.replace("-", "").replace("_", "").isalnum()
    assert found.isascii()
    assert len(found) <= 60


def test_parts_are_told_apart():
    assert identifier("item", "a", "b") != identifier("item", "a-b")


@pytest.mark.parametrize("size", [-1, 0, 10_001])
def test_a_pool_has_a_size(size):
    with pytest.raises(InputError, match=f"got {size}"):
        pool(size)


def test_a_pool_is_the_same_every_time_and_grows_at_its_end(folder):
    from exported import assignment

    secret = str(folder / "secret")
    few = variants_of(assignment("exam-relu-9"), pool(2), secret=secret)
    more = variants_of(assignment("exam-relu-9"), pool(4), secret=secret)
    assert few == {name: more[name] for name in few}


def test_names_of_students_never_stand_in_a_file(folder):
    words = ["--roster", "roster.csv", "--secret", "secret"]
    assert 0 == main(["export", "exam-relu-9", "--to", "canvas", "--out", "o.zip", *words])
    with zipfile.ZipFile(folder / "o.zip") as archive:
        for name in archive.namelist():
            assert b"Ada" not in archive.read(name)
            assert name.isascii()


def test_json_is_not_what_this_command_prints(folder, capsys):
    assert 2 == main(["export", HOSTILE, "--to", "qti", "--out", "o", "--json"])
    assert "has no option" in json.loads(capsys.readouterr().out)["error"]


@pytest.mark.parametrize("system", ["moodle", "qti", "canvas"])
def test_a_function_shows_its_arguments(system, folder):
    assert 0 == main(["export", "cells-in-code", "--to", system, "--out", "out"])
    if system == "moodle":
        text = "".join(xml((folder / "out").read_bytes()).itertext())
    else:
        with zipfile.ZipFile(folder / "out") as archive:
            text = "".join("".join(xml(archive.read(n)).itertext()) for n in archive.namelist())
    assert "def rnn_step(x, h_prev, W_x, W_h, b):\n" in text
    assert "its arguments stand in the template" not in text


@pytest.mark.parametrize("system", ["moodle", "qti", "canvas"])
def test_an_id_may_be_anything(system, folder, capsys):
    ids = ['"><script>&amp;', "../../etc/passwd", "a\u202eb", "{1:NUMERICAL:=1}", "x" * 200]
    words = ["export", "exam-relu-9", "--to", system, "--out", "out", "--secret", "secret"]
    assert 0 == main([*words, "--students", *ids])
    assert "5 variants" in capsys.readouterr().out
    if system == "moodle":
        root = xml((folder / "out").read_bytes())
        assert 5 == sum("Forward" in name for name in names(folder / "out"))
        assert all(len(e.text or "") <= 100 for e in root.iter("idnumber"))
        return
    with zipfile.ZipFile(folder / "out") as archive:
        inside = archive.namelist()
        assert len(inside) == len({*inside})
        assert all(".." not in name and name.replace("/", "").isprintable() for name in inside)
        for name in inside:
            assert xml(archive.read(name)) is not None
