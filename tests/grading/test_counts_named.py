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


def test_another_count_is_right_where_the_file_says_so_and_no_other(tmp_path):
    text = SHEET.format(cell="gru", d=4, n=3)
    other = "{value: parameters(b), kind: count, alternatives: [{value: 81, why: two biases}]}"
    (tmp_path / "counts.yaml").write_text(text.replace("parameters(b)}", f"{other}}}"))
    for typed, score in ((72, 1), (81, 1), (80, 0)):
        (tmp_path / "a.yaml").write_text(f"q_n: {typed}\n")
        report = grader.check(str(tmp_path / "a.yaml"), assignment=str(tmp_path / "counts.yaml"))
        assert score == report.score, typed


def test_the_entry_that_differs_is_counted_from_one(tmp_path):
    (tmp_path / "sheet.yaml").write_text("""title: T
points: 1
rounding: 2
systems:
  s: {cell: tanh-rnn, steps: 1, given: {W_x: [[1], [2]], W_h: [[0, 0], [0, 0]], b_h: [0, 0], h0: [0, 0], x: [[1]]}}
questions:
  - {id: q, prompt: Run it., system: s, answers: {q_h: "h[1]"}}
""")
    (tmp_path / "a.yaml").write_text("q_h: [0.76, 0.2]\n")
    report = grader.check(str(tmp_path / "a.yaml"), assignment=str(tmp_path / "sheet.yaml"))
    assert report.entries[0].message.casefold().startswith("entry 2: you wrote 0.2")
