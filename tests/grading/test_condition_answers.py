"""A claim that is true or false by the numbers: drawn ones decide it for every student."""

from __future__ import annotations

import json
import re

import pytest

from grader.cli.main import main

SHEET = """
title: Which is larger
points: 3
rounding: 2
systems:
  s: {{cell: tanh-rnn, steps: 2, given: {{W_x: 0.5, W_h: 0.7, h0: 0.3, x: [1, {x}]}}}}
questions:
  - id: a
    prompt: Work it out.
    system: s
    follow_through: full
    answers:
      h1: "h[1]"
      h2: "h[2]"
      grows: {{value: "{claim}"}}
"""


def graded(tmp_path, capsys, claim, x=-2, **answers):
    folder = tmp_path / "larger"
    folder.mkdir(exist_ok=True)
    (folder / "assignment.yaml").write_text(SHEET.format(claim=claim, x=x))
    work = tmp_path / "work.json"
    work.write_text(json.dumps(answers))
    code = main(["check", str(work), "--assignment", str(folder), "--json"])
    printed = json.loads(capsys.readouterr().out)
    if "error" in printed:
        return code, printed["error"]
    return code, {a["name"]: a["verdict"] for a in printed["answers"]}


# h1 = tanh(0.71) = 0.611; h2 = tanh(-1 + 0.428) = -0.517, or tanh(1 + 0.428) = 0.891 for x2 = 2
CLAIMS = [
    ("h[2] > h[1]", -2, False, "right", "it falls"), ("h[2] > h[1]", -2, True, "wrong", "it falls"),
    ("h[2] > h[1]", 2, True, "right", "other numbers, other truth"),
    ("h[2] < h[1]", -2, True, "right", "the other way"), ("h[1] >= 0.5", -2, True, "right", "0.61"),
    ("abs(h[2]) <= 0.5", -2, False, "right", "0.52"), ("1 <= 1", -2, True, "right", "equal"),
]  # fmt: skip


@pytest.mark.parametrize(("claim", "x", "said", "verdict", "why"), CLAIMS)
def test_a_comparison_decides_whether_a_claim_is_true(
    claim, x, said, verdict, why, tmp_path, capsys
):
    _, verdicts = graded(tmp_path, capsys, claim, x, grows=said)
    assert verdict == verdicts["grows"], why


def test_a_claim_follows_from_ones_own_numbers(tmp_path, capsys):
    _, verdicts = graded(tmp_path, capsys, "h[2] > h[1]", h1=0.61, h2=0.89, grows=True)
    assert {"h1": "right", "h2": "wrong", "grows": "carried"} == verdicts


FAULTY = [
    ("h[2] == h[1]", "holds no comparison"),
    ("h[2] > ", "the condition cannot be read"),
    ("h[9] > h[1]", "h\\[9\\]"),
]


@pytest.mark.parametrize(("claim", "said"), FAULTY)
def test_a_faulty_comparison_is_refused_with_its_reason(claim, said, tmp_path, capsys):
    code, error = graded(tmp_path, capsys, claim, grows=True)
    assert code == 2
    assert re.search(said, error)


BEST = """
title: The best of each step
points: 2
systems:
  s: {cell: tanh-rnn, steps: 2, without: [W_y, b_y], given: {W_x: [[0.5], [0.3]], W_h: [[0.4, 0.1], [0.2, 0.3]], b_h: [0.1, 0.2], h0: [0, 0], x: [[1], [-2]]}}
questions:
  - id: q
    prompt: Which unit is larger at each step?
    answers: {best: {kind: sequence, labels: [A, B], per_entry: true, points: 2, value: "VALUE"}}
"""


@pytest.mark.parametrize(
    ("score", "typed", "value"),
    [
        # h1 = tanh([0.6, 0.5]); W_x x2 = [-1, -0.6], so h2 is larger in its second entry
        (2, "[A, B]", "concat(argmax(h[1]), argmax(h[2]))"),
        (1, "[A, A]", "concat(argmax(h[1]), argmax(h[2]))"),
        (2, "[A, B]", "argmax(h[t])"),
    ],
)
def test_a_vector_of_places_is_a_sequence_of_words(tmp_path, capsys, score, typed, value):
    (tmp_path / "best.yaml").write_text(BEST.replace("VALUE", value))
    (tmp_path / "a.yaml").write_text(f"best: {typed}\n")
    main(["check", str(tmp_path / "a.yaml"), "--assignment", str(tmp_path / "best.yaml"), "--json"])
    assert score == json.loads(capsys.readouterr().out)["score"]


def test_a_matrix_is_no_sequence_of_words(tmp_path, capsys):
    (tmp_path / "best.yaml").write_text(BEST.replace("VALUE", "W_h"))
    assert main(["lint", str(tmp_path / "best.yaml")]) == 2
    assert "is no index into 2 labels" in capsys.readouterr().out


KEPT = """
title: The second best
points: 4
rounding: 2
cells:
  beam: |
    q: v given
    i = argmax(q)
    j = argmax(q - 10 * one_hot(i, q))
systems:
  s: {cell: beam, given: {q: [0.5, 0.4, 0.1]}}
questions:
  - id: q
    prompt: Which two words are kept, and how likely is it one of them?
    follow_through: FOLLOW
    answers:
      second: {kind: choice, labels: [A, B, C], value: (j)}
      both: {value: "one_hot(i, q) @ q + one_hot(j, q) @ q", points: 3}
"""


@pytest.mark.parametrize(
    ("score", "second", "both", "follow"),
    [(4, "B", 0.9, "full"), (3, "C", 0.6, "full"), (0, "C", 0.6, "none"), (0, "C", 0.7, "full")],
)
def test_a_number_follows_from_the_own_choice(tmp_path, capsys, score, second, both, follow):
    text = KEPT.replace("FOLLOW", follow)
    (tmp_path / "kept.yaml").write_text(text)
    (tmp_path / "a.yaml").write_text(f"second: {second}\nboth: {both}\n")
    main(["check", str(tmp_path / "a.yaml"), "--assignment", str(tmp_path / "kept.yaml"), "--json"])
    assert score == json.loads(capsys.readouterr().out)["score"]


def test_a_plain_name_among_labels_is_told_how_to_be_a_quantity(tmp_path, capsys):
    (tmp_path / "kept.yaml").write_text(KEPT.replace("value: (j)", "value: j"))
    assert main(["lint", str(tmp_path / "kept.yaml")]) == 2
    assert 'stands in brackets: "(j)"' in capsys.readouterr().out
