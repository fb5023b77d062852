"""Lint says what it is doing while it works, and nothing where nobody looks on."""

from grader.cli.main import main
from grader.linting.lint import lint

FILE = """title: T
points: 1
rounding: 2
systems:
  s: {cell: relu-rnn, steps: 1, given: {V: 2, W: 1, h0: 1, x: [1]}}
questions:
  - {id: q, prompt: Run it., system: s, answers: {q_h: "h[1]"}}
"""


def test_every_stage_is_told_in_its_order(tmp_path):
    (tmp_path / "assignment.yaml").write_text(FILE)
    told = []
    lint([str(tmp_path)], tell=told.append)
    assert [what.partition(": ")[2] for what in told] == [
        "reading and solving",
        "trying what is drawn",
        "making every usual mistake",
    ]


def test_a_pipe_gets_the_faults_alone(tmp_path, capsys):
    (tmp_path / "assignment.yaml").write_text(FILE)
    assert main(["lint", str(tmp_path)]) == 0
    assert capsys.readouterr().err == ""
