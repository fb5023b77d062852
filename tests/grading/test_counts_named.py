"""The reason of a wrong count: named where one convention gives it, asked where several do."""

import pytest

import grader

SHEET = """title: Counts
points: 1
systems:
  b: {{cell: {cell}, sizes: {{d: {d}, n: {n}}}}}
questions:
  - {{id: q, prompt: How many?, system: b, answers: {{q_n: parameters(b)}}}}
"""


@pytest.mark.parametrize(
    ("note", "said", "cell", "d", "n", "typed"),
    [
        # 2 (nd + nn + n) = 64: without nn it is 32, and so is one direction of 12 + 16 + 4
        ("count.differs", "recurrent weights left out or the parameters of one direction", "bidirectional", 3, 4, 32),
        ("count.one-direction", "the parameters of one direction only", "bidirectional", 3, 5, 45),
        ("count.without-bias", "the biases left out", "gru", 4, 3, 63),
    ],
)  # fmt: skip
def test_a_count_that_two_mistakes_give_is_asked_about(tmp_path, note, said, cell, d, n, typed):
    (tmp_path / "counts.yaml").write_text(SHEET.format(cell=cell, d=d, n=n))
    (tmp_path / "a.yaml").write_text(f"q_n: {typed}\n")
    report = grader.check(str(tmp_path / "a.yaml"), assignment=str(tmp_path / "counts.yaml"))
    (entry,) = report.entries
    assert note == entry.note
    assert said in entry.message
