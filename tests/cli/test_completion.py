"""Completion scripts know every command and option, and the shells that are here can read them."""

from __future__ import annotations

import shutil
import subprocess

import pytest

from grader.cli.main import main
from grader.cli.usage import COMMANDS
from grader.cli.usage.completion import SHELLS


@pytest.fixture
def scripts(capsys):
    found = {}
    for shell in SHELLS:
        assert 0 == main(["completion", shell])
        found[shell] = capsys.readouterr().out
    return found


def test_every_command_stands_in_every_script(scripts):
    for text in scripts.values():
        assert [] == [name for name in COMMANDS if name not in text]
    assert scripts["zsh"].startswith("#compdef grader\n")


def test_every_shell_can_read_its_script(scripts, tmp_path):
    for shell, text in scripts.items():
        if shutil.which(shell):  # bash is everywhere, the others where somebody uses them
            file = tmp_path / shell
            file.write_text(text)
            read = subprocess.run([shell, "-n", file], capture_output=True, text=True, check=False)
            assert (0, "") == (read.returncode, read.stderr)


@pytest.mark.parametrize(
    ("offered", "words"),
    [
        ("check", "che"),
        ("--assignment", "check --assi"),
        ("student staff", "simulate x y --as s"),
        ("exam-bptt-8", "solve exam-b"),
        ("fish", "completion f"),
        ("best", "batch w --attempt b"),
    ],
)
def test_bash_completes(offered, words, scripts, tmp_path):
    line = f"grader {words}".split(" ")
    asking = 'COMP_WORDS=("$@"); COMP_CWORD=$(($#-1)); _grader; echo "${COMPREPLY[*]}"'
    told = subprocess.run(
        [shutil.which("bash"), "-c", f"{scripts['bash']}\n{asking}", "bash", *line],
        capture_output=True, text=True, check=True, cwd=tmp_path,
    )  # fmt: skip
    assert offered == told.stdout.strip()


def test_no_other_shell_is_known(capsys):
    assert 2 == main(["completion", "tcsh"])
    assert "invalid choice: 'tcsh'" in capsys.readouterr().err


def test_a_bug_report_has_versions_and_the_isolation(capsys):
    assert 0 == main(["--version"])
    first, python, base, extras, isolation, *_ = capsys.readouterr().out.splitlines()
    assert first.startswith("grader 0.")
    assert "Python 3." in python
    assert "numpy" in base
    assert extras.startswith("extras: ")
    assert isolation.startswith("Isolation L")
