"""What was once found wrong about reasons and trivial numbers: each sheet with the input it was found by."""

from __future__ import annotations

from fractions import Fraction

import pytest
from handed_in import entries
from test_found_points import ONE, TWO, sheet

EXERCISES, QUIZ, TAGS = "rnn-exercises", "quiz-gated-cells", "sheet-pos-tagging"
_MORE = "points: {}\nrounding: 4\nfollow_through: full"
RNN = sheet(
    "{cell: tanh-rnn, steps: 3, given: {W_x: 0.9, W_h: 0.4, b_h: 0.2, h0: 0.6, x: [0.8, -0.5, 0.3]}}",
    "{h1: 'h[1]', h2: 'h[2]', h3: 'h[3]'}",
    _MORE.format(3),
)
# by hand: i = 0.5399, f = 0.6388, o = 0.6248, g = 0.5784, c = 0.8872, h = 0.4436
LSTM = sheet(
    "{cell: lstm, given: {W_f: 0.5, U_f: 0.3, b_f: 0.1, W_i: -0.4, U_i: 0.6, b_i: 0.2, W_o: 0.7, U_o: -0.2, "
    "b_o: 0.1, W_c: 0.8, U_c: 0.5, b_c: -0.1, h0: 0.4, c0: 0.9, x: 0.7}}",
    "{f: 'f[1]', i: 'i[1]', c: 'c[1]', h: 'h[1]'}",
    _MORE.format(4),
)
BACK = sheet(
    "{cell: tanh-rnn, steps: 3, given: {W_x: 0.6, W_h: 0.7, b_h: 0.1, h0: 0.3, x: [0.4, -0.9, 0.7]}}",
    "{dW: 'grad(h[3], W_h)', db: 'grad(h[3], b_h)'}",
    _MORE.format(2),
)
WHOLE = "{cell: relu-rnn, given: {V: -3, W: 3, h0: 0, x: [2, 3, 1]}, steps: 3}"
AT_0 = sheet(
    "{cell: relu-rnn, steps: 2, given: {V: -2, W: 1, h0: 1, x: [5, 6]}}",
    "{dV: 'grad(h[2], V)', dW: 'grad(h[2], W)'}",
    "points: 2",
)
LOOKUP = """
title: A lookup
points: 2
rounding: 3
cells:
  lookup: |
    x: scalar
    h: n
    E: v, n
    U: n, n
    h = tanh(one_hot(x[t], E) @ E + U @ h[t-1])
systems:
  s:
    cell: lookup
    steps: 2
    given: {E: [[0.1, 0.2], [0.3, -0.4], [0.5, 0.6]], U: [[0.5, 0], [0, 0.5]], h0: [0, 0], x: [1, 3]}
questions:
  - {id: q, prompt: Go on., system: s, answers: {h1: "h[1]", k: {value: "argmax(h[2])", kind: number}}}
"""
NO_GRADIENT = """
title: A quantity whose name begins like that of a gradient
points: 1
rounding: 3
cells:
  mine: |
    x: scalar
    h: scalar
    u: scalar
    w: scalar
    dz = u * x[t]
    h = tanh(dz + w * h[t-1])
systems:
  s: {cell: mine, steps: 2, given: {u: 0.5, w: 0.8, h0: 0, x: [0.7, -0.6]}}
questions:
  - {id: q, prompt: Go on., system: s, answers: {h1: "h[1]"}}
"""

WITH_TANH = LSTM.replace("points: 4", "points: 5").replace(
    "h: 'h[1]'", "t: 'tanh(c[1])', h: 'h[1]'"
)
# by hand: r = 0.7685, z = 0.4551, candidate = 0.4504, h = 0.6409
GRU = sheet(
    "{cell: gru, given: {W_r: 1, U_r: 0.5, b_r: 0.2, W_z: -1, U_z: 0.4, b_z: 0.1, W_h: 1.5, U_h: -1, b_h: 0.2, h0: 0.8, x: 0.6}}",
    "{r: 'r[1]', z: 'z[1]', n: 'candidate[1]', h: 'h[1]'}",
    _MORE.format(4),
)
OUT = sheet(
    "{cell: tanh-rnn, steps: 2, given: {W_x: [0.3, 0.5], W_h: [[0.5, 0.2], [-0.1, 0.4]], b_h: [0.1, 0], h0: [0.1, 0.2], "
    "x: [0.4, -0.2], W_y: [[0.7, -0.4]], b_y: [0]}}",
    "{dW: 'grad(sum(y[2]), W_h)', db: 'grad(sum(y[2]), b_h)'}",
    _MORE.format(2),
)
OF_ITS_OWN = """
title: A cell of its own
points: {points}
rounding: 4
cells:
  mine: |
{lines}
systems:
  s: {{cell: mine, given: {given}}}
questions:
  - {{id: q, prompt: Go on., system: s, answers: {answers}}}
"""


def own(lines, given, answers, points):
    lines = "\n".join(f"    {line}" for line in lines.split("; "))
    return OF_ITS_OWN.format(lines=lines, given=given, answers=answers, points=points)


LOSS = own(
    "x: scalar; h: n; W: n; target: n; h = tanh(W * x[t]); L = 1/2 * sum((h - target)**2)",
    "{W: [0.6, -0.4], x: [0.5], target: [0.3, -0.5]}",
    '{h: "h[1]", L: "L[1]", dW: "grad(L[1], W)"}',
    3,
)
ATTENTION = own(
    "q: d; K: m, d; p: m; s: m; s = K @ q / sqrt(d); p = softmax(s)",
    "{q: [1, 2, -1, 0.5], K: [[1, 0, 2, 1], [0.5, 1, -1, 0], [0, -1, 1, 2]]}",
    "{s: s, p: p}",
    2,
)


def counted(cell, sizes="d: 3, n: 5"):
    return sheet(
        f"{{cell: {cell}, sizes: {{{sizes}}}}}",
        "{k: {kind: count, value: 'parameters(s)'}}",
        "points: 1",
    )


# what was found; the sheet and what was handed in; then answer: (points, note)
ROWS = [
    ("0.001 for every state earned three points", EXERCISES,
     "e7_c1: 0.001\ne7_c2: 0.001\ne7_c3: 0.001\ne7_c4: 0.001",
     {"e7_c2": (0, "number.differs"), "e7_c3": (0, "follow.trivial"), "e7_c4": (0, "follow.trivial")}),
    ("numbers that no gate can give carried an LSTM", QUIZ,
     ("q4_lstm_i: [1.0e-9, 1.0e-9]\nq4_lstm_f: [1.0e-9, 1.0e-9]\nq4_lstm_g: [1.0e-9, 1.0e-9]\n"
     "q4_lstm_c: [1.0e-9, 1.0e-9]\nq4_lstm_o: [5, 5]\nq4_lstm_h: [1.0e-9, 1.0e-9]"),
     {"q4_lstm_c": (0, "number.differs"), "q4_lstm_h": (0, "follow.trivial")}),
    ("next to nothing carried a tagger", TAGS,
     "e2_a1: [1.0e-9, 1.0e-9]\ne2_y1: [0, 1.0e-9, 0]\ne3_C2: [1.0e-9, 1.0e-9]\ne3_o2: [5, 5]\ne3_h2: [1.0e-9, 1.0e-9]",
     {"e2_y1": (0, "number.differs"), "e3_h2": (0, "follow.trivial")}),
    ("a candidate of 7 was copied", QUIZ, "q5_gru_z: [1, 1]\nq5_gru_candidate: [7, 7]\nq5_gru_h: [7, 7]",
     {"q5_gru_h": (0, "follow.trivial")}),
    ("ten times 0.0998 was said to be 1.000", EXERCISES, "e4_h1: 1.000", {"e4_h1": (0, "number.differs")}),
    ("any small number was said to be a moved point", TAGS, "e2_a1: [0.0001, 0.0001]\ne2_y1: [0.001, 0, 0]",
     {"e2_y1": (0, "number.differs")}),
    ("1e300 printed warnings", EXERCISES, "e4_h1: 1.0e+300\ne4_h2: 1.0e+300",
     {"e4_h2": (0, "number.differs")}),
    ("a known mistake on whole numbers earned nothing",
     sheet(WHOLE, "{h1: {value: 'h[1]', known_mistakes: {number.sign-lost: 2/3}}}"), "h1: -6",
     {"h1": (Fraction(2, 3), "number.sign-lost")}),
    ("a penalty for too few decimals paid for a vector of zeros",
     sheet("{cell: tanh-rnn, given: {W_x: [0.3, 0.1], W_h: [[.5, .3], [-.2, .4]], b_h: [0, 0], h0: [0.1, 0.2], x: 0.4}}",
           "{h: {value: 'h[1]', precision_penalty: 0.25}}"), "h: [0, 0]", {"h": (0, "number.differs")}),
    ("a repeated slip was named once and nowhere else", RNN, "h1: 1.1600\nh2: 0.2140\nh3: 0.5556",
     {"h1": (0, "number.activation-forgotten"), "h2": (0, "number.one-of-two"), "h3": (0, "number.one-of-two")}),
    ("the weights of input and state exchanged were unnamed", RNN, "h1: 0.7857\nh2: 0.6089\nh3: 0.7003",
     dict.fromkeys(("h1", "h2", "h3"), (0, "number.weights-exchanged"))),
    ("the bias left out was asked about at some steps", RNN, "h1: 0.7443\nh2: -0.1511\nh3: 0.2065",
     dict.fromkeys(("h1", "h2", "h3"), (0, "number.bias-forgotten"))),
    ("c = c + i g was unnamed", LSTM, "f: 0.6388\ni: 0.5399\nc: 1.2123\nh: 0.5231",
     {"c": (0, "number.gate-forgotten")}),
    ("f and i in each other's answers were unnamed", LSTM, "f: 0.5399\ni: 0.6388",
     {"f": (0, "number.gate-weights-exchanged"), "i": (0, "number.gate-weights-exchanged")}),
    ("sigmoid(-z) was unnamed", LSTM, "f: 0.6388\ni: 0.4601\nc: 0.8410\nh: 0.4288", {"i": (0, "number.argument-negated")}),
    ("1 added inside the forget gate was unnamed", LSTM, "f: 0.8278\ni: 0.5399\nc: 1.0573\nh: 0.4902",
     {"f": (0, "number.forget-bias")}),
    ("a hard sigmoid was unnamed", LSTM, "f: 0.6140\ni: 0.5399\nc: 0.8649\nh: 0.4366", {"f": (0, "number.hard-sigmoid")}),
    ("f = 1 - i was unnamed", LSTM, "f: 0.4601\ni: 0.5399\nc: 0.7263\nh: 0.3879", {"f": (0, "number.gates-coupled")}),
    ("only the last step in a gradient was unnamed", BACK, "dW: -0.0730\ndb: 0.8168",
     {"dW": (0, "number.gradient-not-carried"), "db": (0, "number.gradient-not-carried")}),
    ("a gradient without slopes was called a forgotten tanh", BACK, "dW: 0.4080\ndb: 2.1900",
     {"dW": (0, "number.slope-forgotten"), "db": (0, "number.slope-forgotten")}),
    ("1 - h for the slope was unnamed", BACK, "dW: 0.2129\ndb: 1.1607",
     {"dW": (0, "number.slope-wrong"), "db": (0, "number.slope-wrong")}),
    ("the slope of ReLU at 0 was never tried as one half", AT_0, "dV: 0.5\ndW: -2",
     {"dV": (0, "number.differs"), "dW": (0, "number.differs")}),
    ("PyTorch's GRU was unnamed", QUIZ, "q5_gru_h: [0.790, -0.433]", {"q5_gru_h": (0, "number.convention")}),
    ("the backward state of the wrong end was unnamed", QUIZ, "q7_backward_h1: [0.782, 0.291]",
     {"q7_backward_h1": (0, "number.step-confused")}),
    ("perplexity by powers of 2 was unnamed", QUIZ, "q11_perplexity: 23.951",
     {"q11_perplexity": (0, "number.base-exchanged")}),
    ("a quantity called dz was taken for a gradient", NO_GRADIENT, "h1: 0.462", {"h1": (0, "number.differs")}),
    ("argmax and one_hot had no interval", LOOKUP, "h1: [0.100, 0.197]\nk: 2",
     {"h1": (1, "number.match"), "k": (1, "number.match")}),
    ("too few significant figures were not told from a wrong number",
     sheet(TWO, "{far: {value: 'h[2]', tolerance: {significant: 4}}}", "points: 1\nrounding: 2"), "far: 0.17",
     {"far": (0, "number.too-few-decimals")}),
    ("a value that follows by any rounding of what it rests on is carried: tanh(0.4995 + 0.5) = 0.7614",
     sheet("{cell: tanh-rnn, steps: 2, given: {W_x: 1, W_h: 1, b_h: 0, h0: 0, x: [0.4, 0.5]}}",
           "{h1: 'h[1]', h2: 'h[2]'}", "points: 2\nrounding: 3\nfollow_through: full"), "h1: 0.5\nh2: 0.761",
     {"h2": (1, "number.carried")}),
    ("0 was right for 0.00002",
     sheet("{cell: relu-rnn, given: {V: 0, W: 0.00002, h0: 0, x: 1}}", "{ex: {value: 'h[1]', rounding: exact}}",
           "points: 1"), "ex: 0", {"ex": (0, "number.differs")}),
    ("a credited mistake was named by the short name alone",
     sheet(ONE, "{h1: {value: 'h[1]', known_mistakes: {number.activation-exchanged: 1/2}}}"), "h1: 0.729",
     {"h1": (Fraction(1, 2), "number.activation-exchanged")}),
    ("10^12 carried whatever was added to it", EXERCISES,
     "".join(f"{name}: 1.0e+12\n" for name in ("e2_h1", "e2_h2", "e2_h3", "e2_y1", "e2_y2", "e3_h1", "e3_h2", "e3_h3")),
     {"e2_h2": (0, "number.differs"), "e2_y1": (0, "follow.trivial"), "e3_h2": (0, "number.differs"), "e3_h3": (0, "number.differs")}),
    ("10^9 did so, too", EXERCISES, "e3_h1: 1.0e+9\ne3_h2: 1.0e+9\ne3_h3: 1.0e+9",
     {"e3_h2": (0, "number.differs"), "e3_h3": (0, "number.differs")}),
    ("the largest of equal scores was a tag that follows", TAGS,
     "".join(f"e2_a{k}: [1.0e-9, 1.0e-9]\ne2_y{k}: [0, 1.0e-9, 0]\n" for k in (1, 2, 3)) + "e2_tags: [NNS, NNS, NNS]",
     {"e2_tags": (0, "follow.trivial")}),
    ("a sum of two systems did not go on from the number that they share", EXERCISES,
     "e7_c1: 0.8\ne7_c2: 0.08\ne7_c3: 0.056\ne7_c4: 0.0448\ne7_c2_new: 0.80",
     dict.fromkeys(("e7_c2", "e7_c3", "e7_c4", "e7_c2_new"), (1, "number.carried"))),
    ("an honest sum that is 0 was taken for a 0 that leaves nothing to work out", EXERCISES,
     "e2_h1: -0.5\ne2_h2: -1.0\ne2_h3: 0.0\ne2_y1: -0.5\ne2_y2: -1.0\ne2_y3: 0.0",
     dict.fromkeys(("e2_h2", "e2_h3", "e2_y1", "e2_y2", "e2_y3"), (1, "number.carried"))),
    ("a known mistake on whole numbers earned nothing where 3 was -3",
     sheet(WHOLE.replace("x: [2, 3, 1]", "x: [1, 3, 1]"),
           "{h1: {value: 'h[1]', known_mistakes: {number.sign-lost: 2/3}}}"), "h1: -3",
     {"h1": (Fraction(2, 3), "number.sign-lost")}),
    ("a sigmoid by a rounded exponential was refused at four decimals, too: 1/(1 + 0.1454) = 0.8731",
     sheet("{cell: sigmoid-rnn, given: {W_x: 1, W_h: 1, b_h: 0, h0: 0, x: 1.928}}", "{h1: 'h[1]'}",
           "points: 1\nrounding: 4"), "h1: 0.8731", {"h1": (1, "number.match")}),
    ("c without its input gate was unnamed", LSTM, "f: 0.6388\ni: 0.5399\nc: 1.1533\nh: 0.5117",
     {"c": (0, "number.gate-forgotten"), "h": (1, "number.carried")}),
    ("f and i exchanged in c were unnamed", LSTM, "f: 0.6388\ni: 0.5399\nc: 0.8554\nh: 0.4335",
     {"c": (0, "number.gates-exchanged")}),
    ("a reset gate left out was unnamed", GRU, "r: 0.7685\nz: 0.4551\nn: 0.2913\nh: 0.5685",
     {"n": (0, "number.gate-forgotten"), "h": (1, "number.carried")}),
    ("r and z in each other's place were unnamed", GRU, "r: 0.4551\nz: 0.7685",
     dict.fromkeys(("r", "z"), (0, "number.gate-weights-exchanged"))),
    ("rows for columns of a gradient were unnamed", OUT, "dW: [[0.2320, -0.1227], [0.2414, -0.1106]]",
     {"dW": (0, "number.gradient-transposed")}),
    ("the sign of a whole gradient was unnamed", OUT, "dW: [[-0.2320, -0.2414], [0.1227, 0.1106]]",
     {"dW": (0, "number.sign-lost")}),
    ("half of a loss left out was unnamed", LOSS, "h: [0.2913, -0.1974]\nL: 0.0917\ndW: [-0.0080, 0.2908]",
     dict.fromkeys(("L", "dW"), (0, "number.factor-forgotten"))),
    ("the mean for the sum was unnamed", LOSS, "h: [0.2913, -0.1974]\nL: 0.0229\ndW: [-0.0020, 0.0727]",
     dict.fromkeys(("L", "dW"), (0, "number.mean-for-sum"))),
    ("attention without the square root was unnamed", ATTENTION, "s: [-0.5, 3.5, -2]\np: [0.0179, 0.9781, 0.0040]",
     dict.fromkeys(("s", "p"), (0, "number.factor-forgotten"))),
    *((f"{typed} parameters of {cell.partition(',')[0]}", counted(cell, sizes), f"k: {typed}", {"k": (0, note)})
      for cell, sizes, typed, note in [
          ("gru-torch", "d: 3, n: 5", 175, "count.differs"),
          ("gru-torch", "d: 3, n: 5", 135, "count.one-bias"),
          ("gru-torch", "d: 3, n: 5", 140, "count.candidate-bias"),
          ("stacked", "d: 3, n: 5, k: 5", 110, "count.two-biases"),
          ("stacked", "d: 3, n: 5, k: 5", 105, "count.differs"),
          ("bidirectional", "d: 3, n: 5", 45, "count.one-direction"),
          ("bidirectional", "d: 3, n: 5", 100, "count.two-biases"),
          ("bidirectional", "d: 3, n: 5", 95, "count.differs"),
          ("lstm", "d: 3, n: 5", 195, "count.with-peepholes"),
          ("lstm-peephole", "d: 3, n: 5", 180, "count.without-peepholes"),
          ("tanh-rnn", "d: 3, n: 5", 90, "count.twice"),
      ]),
]  # fmt: skip


@pytest.mark.parametrize(("found", "text", "typed", "expected"), ROWS)
def test_what_was_found_about_reasons_is_right_now(tmp_path, found, text, typed, expected):
    if "\n" in text:
        (tmp_path / "assignment.yaml").write_text(text)
        text = f"{tmp_path}/assignment.yaml"
    said = entries(text, typed)
    assert expected == {name: (said[name].score, said[name].note) for name in expected}, found


QUESTIONS = [
    (QUIZ, "q9_ssm_y: -1.1", "q9_ssm_y", "y₂ in place of y₃"),
    (QUIZ, "q12_clipped: [2, -2]", "q12_clipped", "every entry clipped by itself"),
    (LSTM, "f: 0.6388\ni: 0.5399\nc: 0.8872\nh: 0.7100", "h", "o left out of h₁"),
    (LSTM, "f: 0.6388\ni: 0.5399\nc: 0.8872\nh: 0.8872", "h", "c₁ in place of h₁"),
    (
        WITH_TANH,
        "f: 0.6388\ni: 0.5399\nc: 0.8872\nt: 0.7100\nh: 0.5543",
        "h",
        "the tanh left out, c₁ in place of tanh(c₁) in h₁",
    ),
    (AT_0, "dV: 0.5\ndW: -2", "dV", "one half for the slope of ReLU at 0"),
]


@pytest.mark.parametrize(("text", "typed", "answer", "said"), QUESTIONS)
def test_what_was_silent_is_asked_about(tmp_path, text, typed, answer, said):
    if "\n" in text:
        (tmp_path / "assignment.yaml").write_text(text)
        text = f"{tmp_path}/assignment.yaml"
    assert f"Could it be {said}?" in entries(text, typed)[answer].message
