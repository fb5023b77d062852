"""The whole run, as a process: results always arrive, are valid, and blame nobody wrongly."""

import json
import os
import signal
import subprocess
import sys
import time
from contextlib import contextmanager, suppress
from fractions import Fraction
from pathlib import Path

import pytest
from gradescope_place import CLONE, ended, key_of, lay_out, run, start

from grader.assignment import all_assignments, find_assignment, load_assignment
from grader.gradescope.results import Results, Test
from grader.gradescope.results_file import write
from grader.handout.solve import key_answers
from grader.key.expected import Expected
from grader.variant.manifest import freeze, write_manifest
from grader.variant.selection import variant_of
from grader.variant.student_numbers import filled

NOT_YOUR_FAULT = "not your fault"
SHEET = CLONE / "tests" / "assignments" / "on-gradescope"
ANSWERS = "assignment = 'on-gradescope'\na_parameters = 45\nb_claim = False\nc_h2 = 0\nc_h3 = 4\n"
SHIPPED = [
    name for name, path in all_assignments() if path.resolve().is_relative_to(CLONE / "assignments")
]

METADATA = {
    "id": 401, "created_at": "2026-11-14T19:22:41.387512-08:00",
    "users": [{"id": 1, "email": "a@example.edu", "sid": "A1", "name": "A"}],
    "assignment": {"due_date": "2026-11-16T23:59:00-08:00", "outline": [
        {"type": "ProgrammingQuestion", "title": "Autograder", "weight": "20.0"}]},
    "previous_submissions": [],
}  # fmt: skip


@pytest.mark.parametrize("assignment", SHIPPED)
def test_results_of_every_assignment_hold_and_a_key_earns_all_that_is_ours(assignment, tmp_path):
    ran = run(lay_out(tmp_path, assignment, {"submission.json": key_of(assignment)}))
    found = load_assignment(find_assignment(assignment))
    most = sum(a.points for a in found.answers if a.kind not in ("text", "function"))
    assert (ran.code, ran.results["score"]) == (0, most)
    assert len(ran.results["tests"]) == len(found.answers)
    assert (tmp_path / "results").stat().st_mode & 0o077 == 0


BROKEN = [
    ({}, 0, "There is no file that holds answers", "nothing arrived"),
    ({"answers.docx": b"PK\3\4"}, 0, "What arrived: answers.docx", "a document of an office program"),
    ({"submission.py": ""}, 0, "", "an empty file"),
    ({"submission.py": b"\x00\xff" * 99}, 0, "", "bytes that are no text"),
    ({"submission.py": "def f(:\n" + ANSWERS}, None, "", "a syntax error before the answers"),
    ({"submission.py": ANSWERS + "1/0\n"}, 2.5, "", "a crash after the answers"),
    ({"submission.py": "import os\nos._exit(0)\n"}, 0, "", "an exit that looks like success"),
    ({"submission.py": "print('{\"score\": 99}')\n" + ANSWERS}, 2.5, "", "results on its output"),
    ({"submission.py": b"#" * 3_000_000}, 0, "2 MB", "three megabytes"),
    ({"submission.yaml": "a_parameters: [\n"}, 0, "", "YAML that cannot be read"),
    ({"submission.json": "[1, 2]"}, 0, "", "JSON that is no mapping"),
    ({"submission.json": '{"a_parameters": 45, "c_h2": "\\ud800"}'}, 1, "", "half a surrogate"),
    ({"x/__MACOSX/._a.py": b"\0", "x/hw/answers.py": ANSWERS}, 2.5, "x/hw/answers.py", "folders"),
    ({"submission.py": "assignment = 'exam-bptt-8'\n" + ANSWERS.partition("\n")[2]}, 2.5, "'exam-bptt-8'", "handed in to the wrong one"),
]  # fmt: skip


@pytest.mark.parametrize(("files", "score", "sentence", "why"), BROKEN)
def test_a_broken_submission_is_an_ordinary_event(files, score, sentence, why, tmp_path):
    ran = run(lay_out(tmp_path, SHEET, files, METADATA))
    assert ran.code == 0, ran.stdout
    assert "FAULT" not in ran.stdout
    assert score is None or ran.results["score"] == score
    assert sentence in " ".join(ran.results["output"].split())
    assert NOT_YOUR_FAULT not in ran.path.read_text()


NOTEBOOK = {"nbformat": 4, "nbformat_minor": 5, "metadata": {}, "cells": [
    {"cell_type": "code", "metadata": {}, "outputs": [], "execution_count": 1, "source": ANSWERS}]}  # fmt: skip
FORMS = [
    ("submission.py", ANSWERS),
    ("hw3.ipynb", json.dumps(NOTEBOOK)),
    ("answers.yaml", ANSWERS.replace(" =", ":")),
    ("answers.json", '{"a_parameters": "45", "b_claim": false, "c_h2": "0,0", "c_h3": 4}'),
]


@pytest.mark.parametrize(("name", "content"), FORMS)
def test_every_form_of_submission_is_graded_alike(name, content, tmp_path):
    ran = run(lay_out(tmp_path, SHEET, {name: content}, METADATA))
    assert (ran.code, ran.results["score"]) == (0, 2.5), ran.stdout
    assert ran.test("c_h3")["status"] == "failed"


def test_without_a_root_nobody_waits_for_results(tmp_path):
    process = start(tmp_path, AUTOGRADER_ROOT=str(tmp_path / "no"))
    out, _ = process.communicate(timeout=60)
    assert process.returncode == 2
    assert b"there is no such folder; AUTOGRADER_ROOT names" in out
    assert not (tmp_path / "no").exists()


ODD = [
    (None, "none at all"),
    ("", "empty"),
    ("{}", "three keys missing, and all others"),
    ('{"users": null, "assignment": [], "previous_submissions": {"a": 1}, "created_at": 7}', "wrong types"),
    ((Path(__file__).parents[1] / "gradescope" / "group.json").read_text(), "a group"),
]  # fmt: skip


@pytest.mark.parametrize(("metadata", "why"), ODD)
def test_odd_metadata_changes_no_point(metadata, why, tmp_path):
    ran = run(lay_out(tmp_path, SHEET, {"submission.py": ANSWERS}, metadata))
    assert (ran.code, ran.results["score"]) == (0, 2.5)


EXAM = str(Path(__file__).parents[2] / "assignments" / "exam-relu-9")


def test_staff_read_the_whole_of_what_waits(tmp_path):
    text = "Because of V. " * 3000
    answers = {"b_reason": text, "d_dx1": "dead ReLU: " + "so no gradient " * 20, "c_h3": 3}
    ran = run(lay_out(tmp_path, EXAM, {"submission.json": json.dumps(answers)}, METADATA))
    said = ran.stdout.replace("\n  ", "")
    assert "TO READ: b_reason, up to 0.5 points:" in ran.stdout
    assert "TO READ: d_dx1, up to 1 point:" in ran.stdout
    assert "TO READ: c_h3" not in ran.stdout
    assert 3000 == said.count("Because of V.") - said.partition("TO READ")[0].count("Because of V.")
    assert "so no gradient " * 19 in said
    for name in ("b_reason", "d_dx1"):
        assert "failed" == ran.test(name)["status"], "no box is green while it waits"
    assert "staff: d_dx1." in " ".join(ran.results["output"].split())
    assert "b_reason (0.5), e_cell_state (1), d_dx1 (0)" in ran.stdout


def test_staff_read_what_students_do_not(tmp_path):
    ran = run(lay_out(tmp_path, SHEET, {"submission.py": ANSWERS}, METADATA))
    assert "Isolation L" in ran.stdout
    assert "set the autograder points to 7.5" in ran.stdout
    assert "b_reason (0.5)" in ran.stdout
    told = ran.path.read_text()
    assert not any(word in told for word in ("Isolation L", "OUTLINE", "example.edu"))
    assert ran.results["stdout_visibility"] == "hidden"
    assert ran.results["extra_data"]["attempts"] == ["401"]


def test_everybody_is_graded_by_the_numbers_of_their_own_sheet(tmp_path):
    sheet = load_assignment(find_assignment("exam-relu-9"))
    manifest = freeze(sheet, ["A1", "B2"], b"hush")
    chosen = filled(manifest.applied(sheet), manifest.numbers("A1"))
    answers = {"submission.json": json.dumps({"answers": dict(key_answers(Expected(chosen)))})}
    settings = {"assignment": "assignments/exam-relu-9/assignment.yaml", "manifest": "class.json"}
    scores = {}
    for sid in ("A1", "B2", "C3"):
        root = lay_out(
            tmp_path / sid, "exam-relu-9", answers, {**METADATA, "users": [{"sid": sid}]}
        )
        write_manifest(manifest, root / "source" / "class.json")
        (root / "source" / "settings.json").write_text(json.dumps(settings))
        ran = run(root)
        scores[sid] = ran.results["score"]
        assert ran.results["extra_data"].get("variant") == (sid if sid != "C3" else None)
    assert scores["A1"] == 7.5
    assert scores["B2"] < 7.5
    assert ran.code == 3  # C3 has no numbers, and that is not C3's fault
    assert NOT_YOUR_FAULT in ran.results["output"]
    assert "add them to the manifest" in ran.stdout


def test_by_a_secret_a_sheet_drawn_for_another_name_of_the_same_person_counts(tmp_path):
    sheet = load_assignment(find_assignment("exam-relu-9"))
    email = "Asa.Oberg@uni.edu"
    hush = "a secret that nobody guesses"
    chosen = variant_of(sheet, email, hush.encode())
    answers = {"submission.json": json.dumps({"answers": dict(key_answers(Expected(chosen)))})}
    user = {"id": 7, "sid": "0012", "email": email}
    root = lay_out(tmp_path, "exam-relu-9", answers, {**METADATA, "users": [user]})
    settings = {"assignment": "assignments/exam-relu-9/assignment.yaml", "secret": "class.secret"}
    (root / "source" / "class.secret").write_text(hush)
    (root / "source" / "settings.json").write_text(json.dumps(settings))
    ran = run(root)
    assert (7.5, email) == (ran.results["score"], ran.results["extra_data"]["variant"])
    assert f"by 0012 the answers would be worth less than by {email}" in ran.stdout.replace(
        "\n", " "
    )


def test_a_rerun_gives_the_same_bytes_apart_from_the_time_it_took(tmp_path):
    files = {"submission.py": ANSWERS, "old/draft.py": ANSWERS, "loop.py": "while True: pass"}
    told = []
    for name in ("one", "two"):
        ran = run(lay_out(tmp_path / name, SHEET, files, METADATA))
        told.append({**ran.results, "execution_time": 0})
    assert told[0] == told[1]
    assert list(told[0]) == list(told[1])


# -- time ---------------------------------------------------------------------------------------


def test_a_program_that_never_ends_loses_its_answers_and_nothing_else(tmp_path):
    looping = ANSWERS + "while True:\n    pass\n"
    root = lay_out(tmp_path, SHEET, {"submission.py": looping}, METADATA)
    ran = run(root, TIMEOUT_SECONDS="5")
    if ran.code == 3:  # this machine was so busy that the grader itself had no time
        assert "had to stop after 4 s" in ran.results["output"]
    else:
        assert "longer than" in ran.path.read_text()
    assert ran.results["execution_time"] < 5
    assert not list(_processes(tmp_path))


def test_a_hanging_grader_is_ended_by_its_own_watcher(tmp_path):
    root = lay_out(tmp_path, SHEET, {"submission.py": ANSWERS}, METADATA)
    hang = "import grader.gradescope.guarded_work as w, time\nw.read_metadata = lambda _: time.sleep(99)"
    ran = run(root, before=hang, TIMEOUT_SECONDS="2")
    assert (ran.code, ran.results["score"]) == (3, 0)
    assert "had to stop after 1.6 s" in ran.results["output"]
    assert "GRADER FAULT: the work ended by deadline" in ran.stdout


def _processes(folder):
    """Commands that still run below a folder."""
    for entry in Path("/proc").iterdir():
        with suppress(OSError):  # it ended meanwhile, or is the kernel's
            if entry.name.isdigit() and str(folder) in str((entry / "cwd").readlink()):
                yield entry.name


# -- our own faults -----------------------------------------------------------------------------

FAULTS = [
    ("import grader.gradescope.guarded_work as w\nw.grade = None", "failed", "a crash of ours"),
    ("import grader.gradescope.guarded_work as w, os\nw.grade = lambda *a, **k: os._exit(0)", "done", "gone without a word"),
    ("import grader.gradescope.guarded_work as w, os\nw.grade = lambda *a, **k: os.kill(os.getpid(), 9)", "killed", "no memory left"),
    ("import grader.gradescope.guarded_work as w, os, ctypes\nw.grade = lambda *a, **k: ctypes.string_at(0)", "killed", "a crash below Python"),
    ("import sys\nsys.modules['grader.gradescope.guarded_work'] = None", "failed", "half an installation"),
    ("import grader.gradescope.guarded_work as w\ndef f(*a, **k): raise MemoryError\nw.grade = f", "", "memory, noticed"),
    ("import grader.sandbox.zygote as z\nz.sys.executable = '/nothing'\n", "", "no Python for the worker"),
]  # fmt: skip


@pytest.mark.parametrize(("before", "how", "why"), FAULTS)
def test_a_fault_of_ours_is_never_the_student_s(before, how, why, tmp_path):
    root = lay_out(tmp_path, SHEET, {"submission.py": ANSWERS}, METADATA)
    ran = run(root, before=before)
    assert (ran.code, ran.results["score"]) == (3, 0), ran.stdout
    assert NOT_YOUR_FAULT in ran.results["output"]
    assert "GRADER FAULT" in ran.stdout
    assert how in ran.stdout
    assert "Traceback" not in ran.path.read_text()
    assert (ran.results["extra_data"]["fault"], ran.results["extra_data"]["counted"]) == (
        "ours",
        False,
    )


WEAK = """
import functools
from grader.sandbox.zygote import Zygote
Zygote.start = functools.partial(Zygote.start, without=("uid", "landlock", "seccomp"))
"""


def test_a_program_is_not_run_beside_a_key_that_it_could_read(tmp_path):
    ran = run(lay_out(tmp_path, SHEET, {"submission.py": ANSWERS}, METADATA), before=WEAK)
    assert ran.code == 3
    assert "isolation is too weak here" in ran.stdout
    assert NOT_YOUR_FAULT in ran.results["output"]


def test_staff_may_accept_weak_isolation_and_data_need_none(tmp_path):
    settings = {"assignment": f"assignments/{SHEET.name}/assignment.yaml", "weak_isolation": True}
    root = lay_out(tmp_path / "accepted", SHEET, {"submission.py": ANSWERS}, METADATA)
    (root / "source" / "settings.json").write_text(json.dumps(settings))
    ran = run(root, before=WEAK)
    assert (ran.code, ran.results["extra_data"]["isolation"]) == (0, "L1")
    root = lay_out(tmp_path / "data", SHEET, {"a.yaml": ANSWERS.replace(" =", ":")}, METADATA)
    ran = run(root, before=WEAK)
    assert (ran.code, ran.results["extra_data"]["isolation"]) == (0, "not needed")


SOURCES = [
    ({"settings.json": "{"}, "settings.json is damaged", "half a file"),
    ({"settings.json": '{"assignment": "assignments/other/assignment.yaml"}'}, "cannot be read", "another build"),
    ({"assignments/on-gradescope/assignment.yaml": "title: 1\nquestions: no"}, "questions", "a faulty assignment"),
    ({"assignments/second/assignment.yaml": ""}, "2 assignments and no settings.json", "which one?"),
]  # fmt: skip


@pytest.mark.parametrize(("files", "sentence", "why"), SOURCES)
def test_a_faulty_build_is_told_to_staff_and_not_to_the_student(files, sentence, why, tmp_path):
    root = lay_out(tmp_path, SHEET, {"submission.py": ANSWERS}, METADATA)
    for name, text in files.items():
        (root / "source" / name).parent.mkdir(exist_ok=True)
        (root / "source" / name).write_text(text)
    ran = run(root)
    assert (ran.code, ran.results["score"]) == (3, 0)
    assert sentence in ran.stdout
    assert NOT_YOUR_FAULT in ran.results["output"]
    assert sentence not in ran.path.read_text()


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT, signal.SIGHUP])
def test_a_grader_that_is_asked_to_end_says_so_in_its_results(number, tmp_path):
    hanging = {"submission.py": "import time\ntime.sleep(60)\n"}
    root = lay_out(tmp_path, SHEET, hanging, METADATA)
    process = start(root)
    _wait_for(root / "results" / "results.json")
    time.sleep(0.8)
    process.send_signal(number)
    ran = ended(process, root)
    assert ran.code == 3
    assert NOT_YOUR_FAULT in ran.results["output"]
    assert f"stopped ({number.name})" in ran.stdout


def test_a_probing_program_reads_none_of_our_files(tmp_path):
    probe = """
import glob, os
c_h2 = 0
seen = []
for path in ROOT + "/source/assignments/*/assignment.yaml", ROOT + "/submission_metadata.json", ROOT + "/results/results.json":
    for name in [path, *glob.glob(path)]:
        try:
            seen.append(open(name).read())
        except OSError:
            pass
a_parameters = 45 if seen else 0
"""
    root = lay_out(
        tmp_path, SHEET, {"submission.py": f"ROOT = {str(tmp_path)!r}\n{probe}"}, METADATA
    )
    tmp_path.chmod(0o755)
    ran = run(root)
    assert (ran.code, ran.results["score"]) == (0, 1)  # c_h2 alone


def test_a_grader_that_is_killed_has_promised_results_before(tmp_path):
    hanging = {"submission.py": "import time\ntime.sleep(60)\n"}
    root = lay_out(tmp_path, SHEET, hanging, METADATA)
    process = start(root)
    _wait_for(root / "results" / "results.json")
    time.sleep(0.8)
    process.kill()
    ran = ended(process, root)  # ends, though the worker slept: it dies with the grader
    assert "did not finish" in ran.results["output"]


def _wait_for(path):
    until = time.monotonic() + 20
    while not path.exists() and time.monotonic() < until:
        time.sleep(0.01)
    assert path.exists()


# -- the disk -----------------------------------------------------------------------------------


@contextmanager
def mounted(folder, options):
    """A small file system of its own, where we may make one."""
    done = subprocess.run(
        ["/bin/mount", "-t", "tmpfs", "-o", options, "tmpfs", str(folder)],
        capture_output=True,
        check=False,
    )
    if done.returncode:
        pytest.skip(f"no file system can be mounted here: {done.stderr.decode()}")
    try:
        yield
    finally:
        subprocess.run(["/bin/umount", "-l", str(folder)], check=True)


ROOMS = [
    (4, "only the score was written", "not one block more than the promise holds"),
    (64, "", "enough"),
]  # fmt: skip


@pytest.mark.parametrize(("kilobytes", "left_out", "why"), ROOMS)
def test_on_a_full_disk_the_score_arrives_all_the_same(kilobytes, left_out, why, tmp_path):
    root = lay_out(
        tmp_path, "rnn-exercises", {"submission.json": key_of("rnn-exercises")}, METADATA
    )
    with mounted(root / "results", f"size={kilobytes}k"):
        ran = run(root)
        assert ran.code == 0
        assert ran.results["score"] > 10
        assert left_out in ran.stdout
        assert left_out or "not complete" not in ran.stdout


def test_texts_are_shortened_before_they_are_left_out(tmp_path):
    long = Test(
        name="a", passed=False, output="why " * 1000, score=Fraction(1), max_score=Fraction(2)
    )
    with mounted(tmp_path, "size=16k"):
        left_out = write(tmp_path, Results(score=Fraction(5), output="Some.", tests=(long,) * 5))
        told = json.loads((tmp_path / "results.json").read_text())
    assert left_out == "texts were shortened: No space left on device"
    assert (told["score"], len(told["tests"])) == (5, 5)
    assert len(told["tests"][0]["output"]) <= 300


def test_without_a_byte_of_room_staff_find_the_results_in_the_output(tmp_path):
    root = lay_out(tmp_path, SHEET, {"submission.py": ANSWERS}, METADATA)
    with mounted(root / "results", "ro,size=4k"):
        ran = run(root)
    assert ran.code == 3
    assert "cannot be written" in ran.stdout
    start_of_json = ran.stdout.index("{\n")
    told, _ = json.JSONDecoder().raw_decode(ran.stdout[start_of_json:])
    assert told["score"] == 2.5


def test_an_output_that_takes_nothing_does_not_cost_the_results(tmp_path):
    root = lay_out(tmp_path, SHEET, {"submission.py": ANSWERS}, METADATA)
    full = "import os, sys\nos.dup2(os.open('/dev/full', os.O_WRONLY), 1)"
    ran = run(root, before=full)
    assert ran.results["score"] == 2.5


def test_a_limit_on_the_size_of_files_is_no_end(tmp_path):
    key = {"submission.json": key_of("rnn-exercises")}
    root = lay_out(tmp_path, "rnn-exercises", key, METADATA)
    limit = "import resource\nresource.setrlimit(resource.RLIMIT_FSIZE, (4096, 4096))"
    ran = run(root, before=limit)
    assert ran.code == 0
    assert ran.results["score"] > 10
    assert "only the score was written: File too large" in ran.stdout


def test_what_lies_in_the_place_of_the_results_is_replaced_and_not_followed(tmp_path):
    root = lay_out(tmp_path, SHEET, {"submission.py": ANSWERS}, METADATA)
    other = tmp_path / "other"
    other.write_text("theirs")
    for name in ("results.json", ".results.json.part"):
        (root / "results" / name).symlink_to(other)
    ran = run(root)
    assert (ran.code, ran.results["score"], other.read_text()) == (0, 2.5, "theirs")
    assert not ran.path.is_symlink()


# -- run_autograder -----------------------------------------------------------------------------


def run_script(root, path):
    script = root / "run_autograder"
    script.write_bytes((CLONE / "run_autograder").read_bytes())
    script.chmod(0o755)
    environment = {"AUTOGRADER_ROOT": str(root), "PATH": path, "TIMEOUT_SECONDS": "60"}
    return subprocess.run(["./run_autograder"], cwd=root, env=environment, capture_output=True, check=False)  # fmt: skip


def test_the_script_promises_results_before_python_is_found(tmp_path):
    root = lay_out(tmp_path, SHEET, {"submission.py": ANSWERS})
    tools = tmp_path / "tools"
    tools.mkdir()
    for name in ("bash", "env", "mkdir"):
        (tools / name).symlink_to(f"/usr/bin/{name}")
    assert run_script(root, str(tools)).returncode != 0
    told = json.loads((root / "results" / "results.json").read_text())
    assert told["score"] == 0
    assert NOT_YOUR_FAULT in told["output"]


def test_the_script_runs_the_grader_of_the_root_s_own_environment(tmp_path):
    root = lay_out(tmp_path, SHEET, {"submission.py": ANSWERS})
    (root / "venv" / "bin").mkdir(parents=True)
    python = root / "venv" / "bin" / "python"
    python.write_text(f'#!/bin/sh\nshift\nPYTHONPATH="{CLONE}" exec "{sys.executable}" "$@"\n')
    python.chmod(0o755)
    done = run_script(root, os.environ["PATH"])
    assert done.returncode == 0, done.stdout + done.stderr
    assert json.loads((root / "results" / "results.json").read_text())["score"] == 2.5


def test_a_host_may_run_setup_before_it_unpacks_the_zip(tmp_path):
    root = lay_out(tmp_path, SHEET, {"submission.py": ANSWERS})
    waits = root / ".setup-waits"
    script = CLONE / "grader" / "gradescope" / "image" / "setup.sh"
    environment = {"AUTOGRADER_ROOT": str(root), "PATH": os.environ["PATH"]}
    done = subprocess.run(
        ["/bin/bash", str(script)], env=environment, capture_output=True, check=False
    )
    assert (0, True) == (done.returncode, waits.exists()), done.stderr
    python = root / "venv" / "bin" / "python"
    call = f'#!/bin/sh\nshift\nPYTHONPATH="{CLONE}" exec "{sys.executable}" "$@"\n'
    (root / "source" / "setup.sh").write_text(
        f"mkdir -p {python.parent}\ncat > {python} <<'END'\n{call}END\nchmod 755 {python}\n"
    )
    assert 0 == run_script(root, os.environ["PATH"]).returncode
    assert 2.5 == json.loads((root / "results" / "results.json").read_text())["score"]
    assert not waits.exists()
