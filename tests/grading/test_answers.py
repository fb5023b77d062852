"""One answer a row, as students type it: verdict, note and points, in the shipped assignments.

Values are YAML, since that shows how they were typed; those of programs stand further below.
"""

import pytest

from grader.grading.grade import check

# verdict, note, points, value, remark
ROWS = {
    ("exam-relu-9", "a_parameters"): [
        ("right", "count.match", 1, "45", "the number"),
        ("right", "count.match", 1, "45.0", "whole, though a float"),
        ("right", "count.match", 1, "'3·5 + 5·5 + 5'", "its sum"),
        ("right", "count.match", 1, "'15 + 25 + 5 = 45'", "the sum with its result"),
        ("right", "count.match", 1, "[45]", "in brackets"),
        ("wrong", "count.differs", 0, "44", "another number"),
        ("wrong", "count.without-bias", 0, "40", "the bias forgotten"),
        ("wrong", "count.two-biases", 0, "50", "two biases, as some libraries have"),
        ("wrong", "count.negative", 0, "-45", "a number, if an impossible one"),
        ("wrong", "count.not-whole", 0, "45.5", "a number, if an impossible one"),
        ("wrong", "count.differs", 0, "'15 + 25 + 5 = 44'", "the result typed is the answer"),
        ("unreadable", "count.boolean", 0, "true", "a truth value is no number"),
        ("unreadable", "count.not-a-number", 0, ".nan", "NaN"),
        ("unreadable", "count.infinite", 0, ".inf", "infinite"),
        ("unreadable", "count.text", 0, "forty-five", "words"),
        ("unreadable", "count.wrong-length", 0, "[45, 1]", "two numbers"),
        ("unreadable", "count.wrong-type", 0, "{n: 45}", "a mapping"),
        ("missing", "answer.missing", 0, "", "nothing behind the colon"),
        ("missing", "answer.missing", 0, "'...'", "the dots of the template"),
        ("missing", "answer.missing", 0, "[]", "an empty list"),
    ],
    ("exam-relu-9", "b_claim"): [
        ("right", "boolean.match", 0.5, "false", "half a point"),
        ("right", "boolean.match", 0.5, "no", "a word, not YAML's false"),
        ("right", "boolean.match", 0.5, "Falsch", "in German"),
        ("right", "boolean.match", 0.5, "'No, because of V'", "with the reason behind"),
        ("right", "boolean.match", 0.5, "0", "as a number"),
        ("wrong", "boolean.differs", 0, "true", "the other one"),
        ("unreadable", "boolean.unreadable", 0, "maybe", "neither"),
        ("unreadable", "boolean.unreadable", 0, ".nan", "NaN is neither"),
    ],
    ("exam-relu-9", "b_reason"): [
        ("pending", "text.pending", 0, "tanh", "one word is a text"),
        ("pending", "text.pending", 0, "5", "also one in digits"),
        ("missing", "answer.missing", 0, "'   '", "only spaces"),
        ("missing", "answer.missing", 0, "...", "the dots of the template"),
        ("missing", "answer.missing", 0, "~", "YAML's nothing"),
        ("unreadable", "text.wrong-type", 0, "{a: b}", "no text at all"),
    ],
    ("exam-relu-9", "c_h3"): [
        ("right", "number.match", 1, "3", "the integer"),
        ("right", "number.match", 1, "'3,000'", "decimal comma"),
        ("right", "number.match", 1, "3.0000000001", "what a machine leaves of an exact 3"),
        ("wrong", "number.differs", 0, "3.001", "integers have no slack"),
        ("wrong", "number.differs", 0, "2.995", "not even half a unit"),
        ("unreadable", "number.boolean", 0, "true", "1 it may be, a number it is not"),
        ("unreadable", "number.text", 0, "'3 or 4'", "two answers"),
    ],
    ("exam-relu-9", "d_dV"): [
        ("right", "number.match", 1, "1.5", "the value"),
        ("right", "number.match", 1, "3/2", "a fraction"),
        ("right", "number.match", 1, "'1 1/2'", "a mixed fraction"),
        ("right", "number.match", 1, "'$\\frac{3}{2}$'", "LaTeX"),
        ("right", "number.match", 1, "150%", "read with a remark"),
        ("right", "number.match", 1, "[[1.5]]", "in brackets"),
        ("right", "number.alternative", 1, "2/3", "as printed"),
        ("right", "number.alternative", 1, "0.67", "two decimals"),
        ("right", "number.alternative", 1, "'0,667'", "three, with a comma"),
        ("right", "number.alternative", 1, "0.6666666666666666", "2/3 worked out"),
        ("wrong", "number.differs", 0, "0.66", "cut off"),
        ("wrong", "number.differs", 0, "0.7", "one decimal"),
        ("wrong", "number.differs", 0, "0.665", "finer, and off"),
        ("wrong", "number.differs", 0, "1.51", "near 3/2, which is exact"),
        ("wrong", "number.differs", 0, "1.5e-1", "a tenth of it: two digits may be anything, so it is asked"),
        ("unreadable", "number.not-a-number", 0, ".nan", "NaN"),
        ("unreadable", "number.infinite", 0, "'1e400'", "beyond every float"),
        ("unreadable", "number.wrong-length", 0, "[1.5, 2]", "two numbers"),
        ("unreadable", "number.wrong-shape", 0, "[[[1.5]]]", "three brackets"),
        ("unreadable", "number.text", 0, "'1+2j'", "complex"),
    ],
    ("exam-relu-9", "d_dx1"): [
        ("right", "number.match", 1, "0", "the number"),
        ("right", "number.match", 1, "-0.0", "the other zero"),
        ("pending", "number.explained", 0, "dead ReLU", "an explanation is fine"),
        ("pending", "number.explained", 0, "'0, since the unit is dead'", "with its number"),
        ("wrong", "number.differs", 0, "1", "a wrong number is no explanation"),
        ("unreadable", "number.not-a-number", 0, "nan", "neither number nor explanation"),
        ("unreadable", "number.boolean", 0, "false", "nor is this"),
        ("missing", "answer.missing", 0, "''", "nothing"),
    ],
    ("exam-relu-9", "e_gates"): [
        ("right", "matching.match", 1, "{g1: output, g2: forget, g3: update}", "the words"),
        ("right", "matching.match", 1, "{g1: output, g2: forget, g3: input}", "the synonym"),
        ("right", "matching.match", 1, "{G1: Output Gate, g2: FORGET, g3: input gate}", "capitals"),
        ("right", "matching.match", 1, "{g1: o, g2: f, g3: u}", "the letters of the exam"),
        ("right", "matching.match", 1, "{g_1: o, g_2: f, g_3: i}", "indices"),
        ("right", "matching.match", 1, "{output: g1, update: g3, forget: g2}", "turned"),
        ("right", "matching.match", 1, "[output, forget, update]", "in the order of the gates"),
        ("right", "matching.match", 1, "'g1 → output; g2 → forget; g3 → update'", "arrows"),
        ("right", "matching.match", 1, "[[g2, forget], [g1, output], [g3, input]]", "pairs"),
        ("right", "matching.match", 1, "'g1=output, g2=forget, g3=update/input gate'", "both words"),
        ("wrong", "matching.differs", 0, "{g1: output, g2: forget}", "all three or nothing"),
        ("wrong", "matching.differs", 0, "{g1: output, g2: update, g3: forget}", "two exchanged"),
        ("wrong", "matching.differs", 0, "{g1: output, g2: output, g3: update}", "one twice"),
        ("unreadable", "matching.unknown", 0, "{g1: output, g2: forget, g3: cell}", "no gate"),
        ("unreadable", "matching.unknown", 0, "'g1: output or forget, g2: input, g3: update'", "both"),
        ("missing", "answer.missing", 0, "{}", "an empty mapping"),
    ],
    ("exam-relu-12", "a_expression"): [
        ("right", "expression.match", 1, "4*12 + 12*12", "the sum"),
        ("right", "expression.match", 1, "12 * (4 + 12)", "another way to it"),
        ("right", "expression.match", 1, "4 × 12 + 12²", "typed with signs"),
        ("right", "expression.match", 1, "48 + 144 = 192", "with its result"),
        ("right", "expression.match", 1, "4*12 + 12*12 = 182", "the arithmetic slips"),
        ("wrong", "expression.differs", 0, "4*12 + 12*12 + 12", "with a bias"),
        ("wrong", "expression.names-result", 0, "192 + 0", "the result, dressed up"),
        ("wrong", "expression.names-result", 0, "200 - 8", "a number as large as it"),
        ("wrong", "expression.names-result", 0, "384 / 2", "again"),
        ("right", "expression.match", 1, "48 + 144", "both matrices"),
        ("right", "expression.match", 1, "144 + 48 + 0", "and no bias"),
        ("wrong", "expression.no-working", 0, "191 + 1", "the result less 1"),
        ("wrong", "expression.no-working", 0, "(191)*1 + 1/1", "in brackets, times 1"),
        ("wrong", "expression.no-working", 0, "96 + 96 = 192", "its halves"),
        ("unreadable", "expression.bare-number", 0, "192", "no expression"),
        ("unreadable", "expression.bare-number", 0, "'192'", "nor in quotes"),
        ("unreadable", "expression.names", 0, "d*n + n*n", "without numbers"),
        ("unreadable", "expression.wrong-type", 0, "true", "no expression"),
        ("unreadable", "expression.too-large", 0, "9**9**9", "never worked out"),
    ],
    ("exam-bptt-8", "b_h2_equation"): [
        ("right", "equation.match", 0.5, "relu(u*x[2]+w*h[1])", "the figure"),
        ("right", "equation.match", 0.5, "relu(u*h[1]+w*x[2])", "the formula"),
        ("right", "equation.match", 0.5, "h_2 = max(0, u x_2 + w h_1)", "relu in other words"),
        ("right", "equation.match", 0.5, "ReLU(w h1 + u x2) = 24", "with its value"),
        ("right", "equation.match", 0.5, "relu(u*x[t]+w*h[t-1])", "for every step"),
        ("right", "equation.match", 0.5, "relu(u x_2 + w relu(u x_1 + w h_0))", "h_1 put in"),
        ("wrong", "equation.activation-forgotten", 0, "u*x[2]+w*h[1]", "without the ReLU"),
        ("wrong", "equation.activation-exchanged", 0, "tanh(u*x[2]+w*h[1])", "tanh instead"),
        ("unreadable", "equation.wrong-type", 0, "24", "a number"),
        ("unreadable", "equation.unreadable", 0, "relu(U x_2 + W h_1", "letters, bracket"),
    ],
    ("sheet-pos-tagging", "e1_elman_equation"): [
        ("right", "equation.match", 1, "sigmoid(W_i @ x[t] + W_h @ a[t-1] + b)", "plain"),
        ("right", "equation.match", 1, "a_t = σ(W_i x_t + W_h a_{t-1} + b)", "as on paper"),
        ("right", "equation.match", 1, "\\sigma(W_i \\cdot x_t + b + W_h a_{t-1})", "LaTeX"),
        ("right", "equation.match", 1, "sigmoid(Wi x + Wh a_prev + b)", "as in code"),
        ("right", "equation.match", 1, "1/(1+exp(-(W_i x_t + W_h a_{t-1} + b)))", "σ put in"),
        ("wrong", "equation.bias-forgotten", 0, "sigmoid(W_i x_t + W_h a_{t-1})", "no bias"),
        ("wrong", "equation.activation-forgotten", 0, "W_i x_t + W_h a_{t-1} + b", "no sigmoid"),
        ("wrong", "equation.shape", 0, "sigmoid(W_i x_t + W_h y_{t-1} + b)", "Jordan's"),
        ("wrong", "equation.shape", 0, "sigmoid(W_i ⊙ x_t + W_h a_{t-1} + b)", "element-wise"),
        ("wrong", "equation.itself", 0, "sigmoid(W_i x_t + W_h a_t + b)", "of itself"),
        ("unreadable", "equation.unreadable", 0, "sigmoid(U x_t + V h_{t-1})", "other letters"),
        ("unreadable", "equation.unreadable", 0, "f(W_i x_t + W_h a_{t-1} + b)", "which f?"),
    ],
    ("sheet-pos-tagging", "e1_jordan_memory_shape"): [
        ("right", "shape.match", 1, "[300, 5]", "a list"),
        ("right", "shape.match", 1, "300x5", "with an x"),
        ("right", "shape.match", 1, "ℝ^{300×5}", "as on paper"),
        ("wrong", "shape.transposed", 0, "(5, 300)", "the other way round"),
        ("wrong", "shape.differs", 0, "300", "one axis"),
        ("unreadable", "shape.unreadable", 0, "[300, 5.5]", "half a column"),
    ],
    ("sheet-pos-tagging", "e1_gate_range"): [
        ("right", "range.match", 1, "(0, 1)", "a text"),
        ("right", "range.match", 1, "[0, 1]", "a pair"),
        ("right", "range.match", 1, "']0, 1['", "open, on the continent"),
        ("right", "range.match", 1, "0 < f < 1", "an inequality"),
        ("wrong", "range.differs", 0, "-1 to 1", "tanh's"),
        ("wrong", "range.differs", 0, "[0, .inf]", "unbounded"),
        ("unreadable", "range.unreadable", 0, "0", "one end"),
        ("unreadable", "range.unreadable", 0, "[false, true]", "truth values"),
    ],
    ("sheet-pos-tagging", "e2_a2"): [
        ("right", "number.match", 2, "[.3250, .6750]", "four decimals"),
        ("right", "number.match", 2, "[0.33, 0.68]", "two, rounded at every step"),
        ("right", "number.match", 2, "[[0.325], [0.675]]", "a column"),
        ("right", "number.match", 2, "[[0.325, 0.675]]", "a row"),
        ("right", "number.match", 2, "['0,33', '0,68']", "commas"),
        ("right", "number.match", 2, "0.33 0.68", "as text"),
        ("wrong", "number.entries", 0, "[0.33, 0.58]", "one entry off: no half points here"),
        ("wrong", "number.too-few-decimals", 0, "[0.3, 0.7]", "one decimal"),
        ("wrong", "number.entries-reversed", 0, "[0.675, 0.325]", "the other order"),
        ("unreadable", "number.wrong-shape", 0, "0.325", "one number"),
        ("unreadable", "number.wrong-length", 0, "[0.3, 0.7, 0.1]", "three"),
        ("unreadable", "number.wrong-shape", 0, "[[[0.325]], [[0.675]]]", "a stack of columns"),
        ("unreadable", "number.wrong-shape", 0, "[[0.33, 0.68], [0.33, 0.68]]", "a matrix"),
        ("unreadable", "number.ragged", 0, "[[0.33], [0.68, 1]]", "ragged"),
        ("unreadable", "number.empty", 0, "[0.33, null]", "a gap"),
        ("unreadable", "number.not-a-number", 0, "[0.33, .nan]", "NaN inside"),
        ("unreadable", "number.boolean", 0, "[true, false]", "truth values"),
    ],
    ("sheet-pos-tagging", "e2_tags"): [
        ("right", "sequence.match", 2, "[NNP, VBZ, NNP]", "a list"),
        ("right", "sequence.match", 2, "nnp vbz nnp", "lower case"),
        ("right", "sequence.match", 2, "NNP → VBZ → NNP", "arrows"),
        ("wrong", "sequence.differs", 0, "[NNP, VBZ, NNS]", "what a linguist says"),
        ("unreadable", "sequence.wrong-length", 0, "[NNP, VBZ]", "two of three"),
        ("unreadable", "sequence.unknown-label", 0, "[NNP, VB, NN]", "other tags"),
        ("unreadable", "sequence.index", 0, "[3, 1, 3]", "indices"),
    ],
    ("rnn-exercises", "e1_direction"): [
        ("right", "choice.match", 1, "Unidirectional", "capital"),
        ("right", "choice.match", 1, "a unidirectional RNN", "with words around"),
        ("wrong", "choice.differs", 0, "bidirectional", "the other"),
        ("unreadable", "choice.unknown", 0, "forwards", "neither"),
    ],
    ("rnn-exercises", "e4_h2"): [
        ("right", "number.match", 1, "0.4", "as printed"),
        ("right", "number.match", 1, "0.4011", "finer"),
        ("wrong", "number.differs", 0, "0.38", "the recurrent term forgotten"),
        ("wrong", "number.differs", 0, "0.41", "a hundredth off"),
    ],
    ("rnn-exercises", "e5_h2"): [
        ("right", "number.match", 1, "[0.9030, 0.4061]", "exact"),
        ("right", "number.alternative", 1, "[0.9032, 0.4063]", "as printed"),
        ("right", "number.alternative", 1, "[0.9030, 0.4063]", "entry by entry"),
        ("wrong", "number.entries", 0, "[0.9034, 0.4061]", "beyond both"),
        ("wrong", "number.too-few-decimals", 0, "[0.90, 0.41]", "two of four decimals"),
    ],
    ("rnn-exercises", "e6_h"): [
        ("right", "number.match", 1, "[0.093, 0.089]", "as printed, by honest rounding"),
        ("right", "number.match", 1, "[0.093, 0.088]", "the exact value, rounded"),
        ("wrong", "number.entries", 0, "[0.093, 0.090]", "out of reach"),
    ],
    ("quiz-gated-cells", "q1_range"): [
        ("right", "choice.match", 1, "c", "the letter"),
        ("right", "choice.match", 1, "C)", "with a bracket"),
        ("right", "choice.match", 1, "-1 to 1", "the option's words"),
        ("wrong", "choice.differs", 0, "a", "another"),
        ("unreadable", "choice.unknown", 0, "e", "there is no e"),
        ("unreadable", "choice.several", 0, "a, c", "two at once"),
    ],
    ("quiz-gated-cells", "q11_perplexity"): [
        ("right", "number.match", 1, "97.7", "one decimal"),
        ("right", "number.match", 1, "97.71", "two"),
        ("wrong", "number.differs", 0, "97.8", "the next one"),
        ("wrong", "number.differs", 0, "97.6", "the one before"),
        ("wrong", "number.too-few-decimals", 0, "98", "none"),
    ],
}  # fmt: skip


@pytest.fixture
def graded(tmp_path):
    """The entry of one answer, in a submission that holds no other."""

    def grade(assignment, name, text, ending=".yaml"):
        file = tmp_path / f"submission{ending}"
        file.write_text(text, encoding="utf-8")
        report = check(file, assignment=assignment)
        return next(entry for entry in report.entries if entry.name == name)

    return grade


@pytest.mark.parametrize(
    ("assignment", "name", "verdict", "note", "points", "value"),
    [
        pytest.param(*key, *row[:4], id=f"{key[1]}-{row[4]}")
        for key, rows in ROWS.items()
        for row in rows
    ],
)
def test_an_answer_is_judged_as_it_was_meant(
    assignment, name, verdict, note, points, value, graded
):
    entry = graded(assignment, name, f"{name}: {value}\n")
    assert (verdict, note, points) == (entry.verdict.value, entry.note, entry.score)


# verdict, points, right-hand side, remark
PROGRAMS = {
    ("exam-relu-9", "d_dV"): [
        ("right", 1, "3 / 2", "worked out"),
        ("right", 1, "Fraction(3, 2)", "a fraction"),
        ("right", 1, "Decimal('1.50')", "a decimal"),
        ("right", 1, "np.float32(1.5)", "half the bits"),
        ("right", 1, "np.array(1.5)", "an array without axes"),
        ("right", 1, "np.array([[1.5]])", "an array with two"),
        ("right", 1, "1.5 + 0j", "complex without an imaginary part"),
        ("right", 1, "2 / 3", "the printed one"),
        ("right", 1, "round(2 / 3, 2)", "rounded as asked"),
        ("wrong", 0, "round(2 / 3, 1)", "rounded too far"),
        ("wrong", 0, "int(2 / 3 * 100) / 100", "cut off"),
        ("unreadable", 0, "1.5 + 1j", "complex"),
        ("unreadable", 0, "float('nan')", "NaN"),
        ("unreadable", 0, "np.inf", "infinite"),
        ("unreadable", 0, "True", "a truth value"),
        ("unreadable", 0, "np.bool_(True)", "NumPy's"),
        ("unreadable", 0, "[1.5, 0]", "a list"),
        ("unreadable", 0, "{1.5: 0}", "a mapping"),
        ("unreadable", 0, "lambda: 1.5", "a function"),
        ("unreadable", 0, "print", "another"),
        ("missing", 0, "None", "nothing"),
        ("missing", 0, "...", "the dots"),
        ("missing", 0, "[]", "an empty list"),
        ("missing", 0, "np.array([])", "an empty array"),
        ("failed", 0, "1 / 0", "raises"),
        ("failed", 0, "h_3", "a name that is not there"),
    ],
    ("exam-relu-12", "a_expression"): [
        ("right", 1, "4 * 12 + 12 * 12", "the source is the expression"),
        ("right", 1, "'4*12 + 12*12'", "a text"),
        ("right", 1, "d * n + n * n", "by names that have values"),
        ("wrong", 0, "192 * 1", "the result in it"),
        ("wrong", 0, "4 * 12 + 12 * 11", "a slip"),
        ("unreadable", 0, "192", "no expression"),
        ("unreadable", 0, "np.int64(192)", "a call is none"),
    ],
    ("sheet-pos-tagging", "e2_a2"): [
        ("right", 2, "1 / (1 + np.exp(-np.array([-1 + .2689, .7311])))", "an array"),
        ("right", 2, "np.array([[.325], [.675]])", "a column"),
        ("right", 2, "(Fraction(325, 1000), Decimal('.675'))", "a tuple of two kinds"),
        ("wrong", 0, "np.array([.675, .325])", "the other order"),
        ("unreadable", 0, "np.zeros((2, 2))", "a matrix"),
        ("unreadable", 0, "np.array(['a', 'b'])", "texts"),
        ("unreadable", 0, "np.array([.325, np.nan])", "NaN inside"),
        ("unreadable", 0, "[.325, None]", "a gap"),
        ("unreadable", 0, "{.325, .675}", "a set has no order"),
    ],
}  # fmt: skip

PREAMBLE = """\
from decimal import Decimal
from fractions import Fraction
import numpy as np
d, n = 4, 12
"""


@pytest.mark.parametrize(
    ("assignment", "name", "verdict", "points", "source"),
    [
        pytest.param(*key, *row[:3], id=f"{key[1]}-{row[3]}")
        for key, rows in PROGRAMS.items()
        for row in rows
    ],
)
def test_a_program_may_give_its_answer_in_any_type(
    assignment, name, verdict, points, source, graded
):
    entry = graded(assignment, name, f"{PREAMBLE}{name} = {source}\n", ".py")
    assert (verdict, points) == (entry.verdict.value, entry.score)
