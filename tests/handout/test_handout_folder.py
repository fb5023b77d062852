"""A class on disk: what lies where, what is made again, and whose numbers stay."""

from __future__ import annotations

import json
import signal
import sys
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grader.assignment import find_assignment, load_assignment
from grader.cli.main import main
from grader.handout.class_files import files_of, folder_name
from grader.handout.folder import drop, make
from grader.handout.roster import Student
from grader.handout.sheet_writer import (
    SheetWriter,
    StudentFiles,
    _no_interrupts,
    _shared_out,
    write_all,
)
from grader.outcome.errors import Faulty, InputError
from grader.variant.manifest import read_manifest
from grader.variant.student_numbers import Numbers

ADA, BOB, CY = Student("A1", "Ada"), Student("B/2", "Bob"), Student("keys", "Cy")
SHEET = load_assignment(find_assignment("exam-relu-9"))


@pytest.fixture
def secret(tmp_path):
    path = tmp_path / "secret"
    path.write_text("correct horse battery staple\n")
    return str(path)


def files(folder):
    return {str(p.relative_to(folder)): p for p in folder.rglob("*") if p.is_file()}


def test_every_student_has_a_folder_and_staff_the_keys(tmp_path, secret):
    make(SHEET, [ADA, BOB, CY], tmp_path / "out", formats=["html"], secret=secret)
    names = {n for n in files(tmp_path / "out") if not n.startswith(".")}
    own = {"A1", "B%2F2", "%6Beys"}
    assert names == {"manifest.json"} | {f"{n}/{f}" for n in own for f in ("answers.py", "sheet.html")} | {f"keys/{n}.html" for n in own}  # fmt: skip


def test_only_what_changed_is_made_again(tmp_path, secret):
    out = tmp_path / "out"
    assert 9 == make(SHEET, [ADA, BOB, CY], out, formats=["md"], secret=secret).written
    assert 0 == make(SHEET, [ADA, BOB, CY], out, formats=["md"], secret=secret).written
    (out / "A1" / "sheet.md").unlink()
    assert 1 == make(SHEET, [ADA, BOB, CY], out, formats=["md"], secret=secret).written
    renamed = replace(BOB, name="Robert")
    assert 3 == make(SHEET, [ADA, renamed, CY], out, formats=["md"], secret=secret).written


def test_a_sheet_that_is_printed_again_looks_the_same(tmp_path, secret):
    out, sheet = tmp_path / "out", load_assignment(find_assignment("rnn-exercises"))
    make(sheet, [ADA], out, formats=["md"], secret=secret)
    before = (out / "A1" / "sheet.md").read_text()
    (out / "A1" / "sheet.md").unlink()
    make(sheet, [ADA, CY], out, formats=["md"], secret=secret)
    assert before == (out / "A1" / "sheet.md").read_text()


def test_numbers_that_were_handed_out_stay(tmp_path, secret):
    out = tmp_path / "out"
    make(SHEET, [ADA], out, formats=["md"], secret=secret)
    before = json.loads((out / "manifest.json").read_text())["students"]
    other = tmp_path / "other"
    other.write_text("quite another secret than before")
    forward = SHEET.systems["forward"]
    moved = replace(forward, given={**forward.given, "W": {"choose": [7, 8]}})
    edited = replace(SHEET, systems={**SHEET.systems, "forward": moved})
    made = make(edited, [ADA, BOB], out, formats=["md"], secret=str(other))
    after = json.loads((out / "manifest.json").read_text())["students"]
    assert before["A1"] == after["A1"]
    assert after["B/2"]["given"]["forward"]["W"] <= 6, "new students are drawn as the others were"
    assert any("frozen" in remark for remark in made.remarks)


def test_a_drawn_sheet_needs_a_secret(tmp_path, monkeypatch):
    monkeypatch.delenv("GRADER_SECRET", raising=False)
    with pytest.raises(InputError, match="--secret or GRADER_SECRET"):
        make(SHEET, [ADA], tmp_path / "out", formats=["md"])


@given(st.text(min_size=1, max_size=200), st.text(min_size=1, max_size=200))
def test_an_id_is_a_safe_name_of_its_own(one, other):
    name = folder_name(one)
    assert 0 < len(name) < 200
    assert not {*name} & {*'/\\:*?"<>|\0'}
    assert name not in (".", "..", "keys", "manifest.json")
    assert (one == other) == (name == folder_name(other))


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--format", "docx"], "there is no format docx"),
        (["--format", ","], "no format is named"),
        (["--id", "Mail"], 'no column "Mail"'),
    ],
)
def test_a_mistake_on_the_command_line_is_said(words, said, tmp_path, secret, capsys):
    roster = tmp_path / "r.csv"
    roster.write_text("SID,Name\nA1,Ada\n")
    start = ["variants", "exam-relu-9", "--roster", str(roster), "--out", str(tmp_path / "o")]
    assert 2 == main([*start, "--secret", secret, *words])
    assert said in capsys.readouterr().err


def test_the_command_makes_what_check_grades(tmp_path, secret, capsys):
    roster = tmp_path / "r.csv"
    roster.write_text("SID,Name\nA1,Ada\n")
    out = tmp_path / "o"
    start = ["variants", "exam-relu-9", "--roster", str(roster), "--out", str(out)]
    assert 0 == main([*start, "--secret", secret, "--format", "html,md"])
    assert "1 student, 5 files written" in capsys.readouterr().out
    manifest = ["--manifest", str(out / "manifest.json")]
    assert 1 == main(["check", str(out / "A1" / "answers.py"), *manifest, "--json"])
    assert 0 == json.loads(capsys.readouterr().out)["score"]


# -- single ones, pools, and a class on several cores -----------------------------------------


def given_to(out, student):
    return json.loads((out / "manifest.json").read_text())["students"][student]["given"]


def test_replaced_numbers_are_new_each_time_and_touch_nobody_else(tmp_path, secret):
    out, class_ = tmp_path / "out", [ADA, BOB, CY]
    make(SHEET, class_, out, formats=["md"], secret=secret)
    had, others = [given_to(out, "A1")], [given_to(out, "B/2"), given_to(out, "keys")]
    for _ in range(3):
        made = make(SHEET, class_, out, formats=["md"], secret=secret, renewed=["A1"])
        assert 3 == made.written
        had.append(given_to(out, "A1"))
    assert all(a != b for i, a in enumerate(had) for b in had[:i])
    assert others == [given_to(out, "B/2"), given_to(out, "keys")]


def test_whoever_is_dropped_leaves_nothing_behind(tmp_path, secret):
    out = tmp_path / "out"
    make(SHEET, [ADA, BOB], out, formats=["md"], secret=secret, named=True)
    assert 3 == drop(SHEET, out, ["A1"]).written
    assert ["B/2"] == list(json.loads((out / "manifest.json").read_text())["students"])
    assert not [name for name in files(out) if "A1" in name]
    assert {"Bob_B%2F2/answers.py", "Bob_B%2F2/sheet.md"} <= set(files(out))


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ([], "say whose sheets: --roster CSV for a class, or --pool N"),
        (["--pool", "0"], "--pool takes a number from 1 to 10000 (got 0)"),
        (["--pool", "2", "--replace", "v1"], "holds no manifest.json: make the class first"),
        (["--drop", "v1"], "holds no manifest.json: make the class first"),
        (["--show", "v1"], "holds no manifest.json: make the class first"),
        (["--drop", "v1", "--out", "a/b/c"], "a/b/c holds no manifest.json"),
    ],
)
def test_what_is_missing_for_single_ones_is_said(
    words, said, tmp_path, secret, capsys, monkeypatch
):
    monkeypatch.chdir(tmp_path)
    start = ["variants", "exam-relu-9", "--out", str(tmp_path / "o"), "--secret", secret]
    assert 2 == main([*start, *words])
    assert said in capsys.readouterr().err
    assert {"secret"} == {path.name for path in tmp_path.iterdir()}


def test_a_pool_is_dealt_out_and_each_of_its_sheets_says_which_it_is(tmp_path, secret, capsys):
    out = tmp_path / "o"
    start = ["variants", "exam-relu-9", "--out", str(out), "--secret", secret]
    assert 0 == main([*start, "--pool", "3", "--format", "md"])
    assert "3 variants, 9 files written" in capsys.readouterr().out
    assert 'student = "v2"' in (out / "v2" / "answers.py").read_text().replace("'", '"')
    assert 0 == main([*start, "--show", "v2"])
    shown = capsys.readouterr().out
    assert f"forward: V = {given_to(out, 'v2')['forward']['V']}" in shown
    assert 2 == main([*start, "--show", "v22"])
    assert 'did you mean "v2"?' in capsys.readouterr().err
    assert 2 == main([*start, "--show", "V2"])
    assert 'did you mean "v2"?' in capsys.readouterr().err
    assert 0 == main([*start, "--drop", "v2"])
    assert "1 student dropped with 3 files, 2 left" in capsys.readouterr().out


def test_a_pool_is_refused_in_the_folder_of_a_class(tmp_path, secret, capsys):
    out = tmp_path / "o"
    make(SHEET, [ADA], out, formats=["md"], secret=secret)
    before = {name: path.read_bytes() for name, path in files(out).items()}
    start = ["variants", "exam-relu-9", "--out", str(out), "--secret", secret]
    assert 2 == main([*start, "--pool", "2", "--format", "md"])
    assert "give the pool a folder of its own" in capsys.readouterr().err
    assert before == {name: path.read_bytes() for name, path in files(out).items()}


def test_no_sheet_with_old_numbers_stays_in_another_format(tmp_path, secret):
    out = tmp_path / "out"
    make(SHEET, [ADA], out, formats=["md", "ipynb"], secret=secret)
    before = {name: path.read_bytes() for name, path in files(out).items()}
    assert 5 == make(SHEET, [ADA], out, formats=["md"], secret=secret, renewed=["A1"]).written
    after = {name: path.read_bytes() for name, path in files(out).items()}
    assert before.keys() == after.keys()
    same = {name for name in after if after[name] == before[name]}
    assert {"A1/answers.py"} >= same, "a sheet or key of the old numbers"


def test_nobody_is_given_other_numbers_without_a_new_sheet(tmp_path, secret):
    out = tmp_path / "out"
    make(SHEET, [ADA, BOB], out, formats=["md"], secret=secret)
    before = (out / "manifest.json").read_bytes()
    with pytest.raises(InputError, match="A1: --replace makes a new sheet"):
        make(SHEET, [BOB], out, formats=["md"], secret=secret, renewed=["A1"])
    assert before == (out / "manifest.json").read_bytes()


def test_two_runs_at_once_do_not_write_over_each_other(tmp_path, secret):
    out = tmp_path / "out"
    refused = []

    def meanwhile(done, of):
        with pytest.raises(InputError, match="another run is writing into") as caught:
            make(SHEET, [BOB], out, formats=["md"], secret=secret)
        refused.append(caught.value.sentence)

    make(SHEET, [ADA], out, formats=["md"], secret=secret, told=meanwhile)
    assert 1 == len(refused)
    assert ["A1"] == list(json.loads((out / "manifest.json").read_text())["students"])
    assert 3 == make(SHEET, [ADA, BOB], out, formats=["md"], secret=secret).written


@pytest.mark.parametrize("inside", ["", "class"])
def test_a_folder_that_cannot_be_written_is_the_user_s_affair(inside, tmp_path, secret):
    (tmp_path / "taken").write_text("a file")
    with pytest.raises(InputError, match=r"the class cannot be written into .*taken"):
        make(SHEET, [ADA], tmp_path / "taken" / inside, formats=["md"], secret=secret)
    assert "a file" == (tmp_path / "taken").read_text()


def test_what_does_not_go_together_is_refused(tmp_path, capsys):
    words = ["variants", "exam-relu-9", "--out", str(tmp_path / "o")]
    assert 2 == main([*words, "--drop", "A1", "--show", "A1"])
    assert "--show: not allowed with argument --drop" in capsys.readouterr().err


def test_several_processes_make_the_same_files_as_one(tmp_path, secret):
    students = [Student(f"s{k}", f"Nr {k}") for k in range(5)]
    folders = []
    for processes in (1, 2):
        out = tmp_path / str(processes)
        make(SHEET, students, out, formats=["html"], secret=secret)
        writer = SheetWriter(read_manifest(out / "manifest.json", SHEET).applied(SHEET), out)
        numbers = read_manifest(out / "manifest.json", SHEET).own
        jobs = [
            StudentFiles(s, numbers[s.id], dict(files_of(s, ["html"], named=False)), "")
            for s in students
        ]
        assert {s.id for s in students} == {
            job.student.id for job in write_all(writer, jobs, processes=processes)
        }
        folders.append({n: p.read_bytes() for n, p in files(out).items() if n.endswith("html")})
    assert folders[0] == folders[1]


def test_without_shared_memory_one_process_writes_all(tmp_path, secret, monkeypatch):
    def refused(*_words, **_more):
        raise PermissionError(13, "Permission denied")  # what SemLock says where /dev/shm is closed

    make(SHEET, [ADA], tmp_path, formats=["html"], secret=secret)
    manifest = read_manifest(tmp_path / "manifest.json", SHEET)
    job = StudentFiles(ADA, manifest.own[ADA.id], {"a.md": "key md"}, "")
    monkeypatch.setattr("concurrent.futures.ProcessPoolExecutor", refused)
    writer = SheetWriter(manifest.applied(SHEET), tmp_path)
    assert [ADA, ADA] == [done.student for done in write_all(writer, [job, job], processes=2)]


@pytest.mark.skipif(sys.platform == "win32", reason="there are no masks of signals")
def test_ctrl_c_waits_until_the_processes_have_begun():
    reached = []

    def begin():
        with _no_interrupts():
            signal.raise_signal(signal.SIGINT)
            reached.append("the end of the block")

    with pytest.raises(KeyboardInterrupt):
        begin()
    assert ["the end of the block"] == reached


def test_a_fault_of_the_assignment_comes_back_from_another_process(tmp_path, secret):
    make(SHEET, [ADA], tmp_path, formats=["md"], secret=secret)
    numbers = read_manifest(tmp_path / "manifest.json", SHEET).numbers("A1")
    question = SHEET.questions[2]
    broken = replace(question.answers[0], value="h[99]")
    edited = replace(
        SHEET,
        questions=(
            *SHEET.questions[:2],
            replace(question, answers=(broken, *question.answers[1:])),
            *SHEET.questions[3:],
        ),
    )
    job = StudentFiles(ADA, numbers, {"a.md": "key md"}, "")
    with pytest.raises(Faulty, match=broken.name):
        list(write_all(SheetWriter(edited, tmp_path), [job, job], processes=2))


def test_all_sheets_stand_in_one_file_each_on_its_own_leaf(tmp_path, secret):
    pytest.importorskip("typst", reason="PDFs need the typst package")
    pikepdf = pytest.importorskip("pikepdf", reason="merging needs the pikepdf package")
    out = tmp_path / "out"
    made = make(SHEET, [ADA, BOB, CY], out, formats=["pdf"], secret=secret)
    assert 3 * 3 + 1 == made.written
    with pikepdf.open(out / "A1" / "sheet.pdf") as one:
        leaf = len(one.pages) + len(one.pages) % 2
    with pikepdf.open(out / "sheets.pdf") as whole:
        assert 3 * leaf == len(whole.pages)
    before = (out / "sheets.pdf").read_bytes()
    assert 0 == make(SHEET, [ADA, BOB, CY], out, formats=["pdf"], secret=secret).written
    (out / "sheets.pdf").unlink()
    assert 1 == make(SHEET, [ADA, BOB, CY], out, formats=["pdf"], secret=secret).written
    assert before == (out / "sheets.pdf").read_bytes()


def test_a_large_class_is_printed_from_several_files_and_no_old_one_stays(
    tmp_path, secret, monkeypatch
):
    pytest.importorskip("typst", reason="PDFs need the typst package")
    pikepdf = pytest.importorskip("pikepdf", reason="merging needs the pikepdf package")

    def printed(students):
        make(SHEET, students, tmp_path, formats=["pdf"], secret=secret)
        return sorted(path.name for path in tmp_path.glob("sheets*.pdf"))

    assert ["sheets.pdf"] == printed([ADA, BOB, CY])
    with monkeypatch.context() as small:
        small.setattr("grader.handout.class_files._PRINTED", 2)
        assert ["sheets-1.pdf", "sheets-2.pdf"] == printed([ADA, BOB, CY])
        with pikepdf.open(tmp_path / "sheets-2.pdf") as last, last.open_outline() as outline:
            assert [CY.name] == [item.title for item in outline.root]
            assert "/StructTreeRoot" in last.Root, "each part is read aloud"
    assert ["sheets.pdf"] == printed([ADA, BOB, CY])


def test_names_stand_in_the_names_of_files_only_if_asked(tmp_path, secret):
    out = tmp_path / "out"
    make(SHEET, [ADA], out, formats=["html"], secret=secret)
    assert not [name for name in files(out) if "Ada" in name]
    make(SHEET, [ADA], out, formats=["html"], secret=secret, named=True)
    assert {"Ada_A1/sheet.html", "keys/Ada_A1.html"} <= set(files(out))


def test_no_manifest_stays_of_a_class_that_cannot_be_made(tmp_path):
    sheet = tmp_path / "poison" / "assignment.yaml"
    sheet.parent.mkdir()
    text = """\
title: T
points: 1
rounding: 2
systems:
  s: {cell: relu-rnn, steps: 2, given: {V: -3, W: 3, U: 1, h0: 0, x: [2, 3]}}
questions:
- id: a
  prompt: P
  system: s
  answers:
    a1: "h[2]"
"""
    sheet.write_text(text)
    with pytest.raises((Faulty, InputError), match="U"):
        make(load_assignment(sheet), [Student("A1")], tmp_path / "class", formats=["md"])
    assert not (tmp_path / "class" / "manifest.json").exists()
    sheet.write_text(text.replace("U: 1, ", ""))
    assert (
        3
        == make(load_assignment(sheet), [Student("A1")], tmp_path / "class", formats=["md"]).written
    )


@pytest.mark.parametrize(
    ("says_how", "name", "why"),
    [
        (True, "exam-relu-9", "it comes with the grader"),
        (False, "mine", "students do not have the file"),
    ],
)
def test_a_template_says_how_to_check_only_where_students_can(
    says_how, name, why, tmp_path, secret
):
    text = find_assignment("exam-relu-9").read_text(encoding="utf-8")
    (tmp_path / name).mkdir()
    file = tmp_path / name / "assignment.yaml"
    file.write_text(text, encoding="utf-8")
    make(load_assignment(file), [ADA], tmp_path / "out", formats=["md"], secret=secret)
    [template] = (tmp_path / "out").rglob("*.py")
    assert says_how == ("grader check" in template.read_text(encoding="utf-8")), why


@pytest.mark.parametrize(
    ("students", "processes", "sizes"),
    [
        (0, 2, []),
        (7, 1, [7]),
        (60, 2, [15, 15, 15, 15]),
        (100, 2, [17, 17, 17, 17, 17, 15]),
        (41, 1, [14, 14, 13]),
    ],
)
def test_every_process_makes_as_many_sheets_and_none_works_out_too_many_at_once(
    students, processes, sizes
):
    jobs = [StudentFiles(ADA, Numbers(), {}, "")] * students
    assert sizes == [len(some) for some in _shared_out(jobs, processes)]


PLAIN = """\
title: P
points: 1
systems: {{s: {{cell: relu-rnn, steps: 1, given: {{V: {V}, W: 3, h0: 2, x: [2]}}}}}}
questions: [{{id: a, prompt: P, answers: {{a_h: "h[1]"}}}}]
"""


def test_where_nothing_is_drawn_the_file_counts_whatever_was_made_before(tmp_path, secret):
    path, out = tmp_path / "plain.yaml", tmp_path / "out"
    path.write_text(PLAIN.format(V=1))
    make(load_assignment(path), [ADA], out, formats=["md"], secret=None)
    path.write_text(PLAIN.format(V=2))
    again = make(load_assignment(path), [ADA, CY], out, formats=["md"], secret=None)
    assert ["V = 2" in files(out)[f"{name}/sheet.md"].read_text() for name in ("A1", "%6Beys")]
    assert "`10`" in (out / "keys" / "A1.md").read_text()  # relu(2*2 + 3*2)
    assert any("Hand out again what was handed out before" in said for said in again.remarks)
    assert not make(load_assignment(path), [ADA, CY], out, formats=["md"], secret=None).remarks


def test_who_draws_where_nothing_was_drawn_gives_everybody_new_numbers(tmp_path, secret):
    path, out = tmp_path / "plain.yaml", tmp_path / "out"
    path.write_text(PLAIN.format(V=1))
    make(load_assignment(path), [ADA], out, formats=["md"], secret=None)
    path.write_text(PLAIN.format(V="{integers: [2, 60], original: 2}"))
    make(load_assignment(path), [ADA, BOB], out, formats=["md"], secret=secret)
    manifest = read_manifest(out / "manifest.json")
    assert ["A1", "B/2"] == list(manifest.students)
    assert all(manifest.numbers(name).given["s"]["V"] for name in manifest.students)
