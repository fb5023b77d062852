"""Every kind of mistake is named on a sheet that ships: the sheet worked on from it, its first wrong answer.

The numbers of the rarer kinds are held by hand in `tests/reference/test_rarer_mistakes.py`.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest
import yaml
from handed_in import the_printed

from grader.grading.judge import Judge
from grader.key.store import Keys
from grader.outcome.typed import Typed
from grader.submission.model import Submission
from grader.submission.work import Work
from reference.rewrites.notes import MISTAKES

# (sheet, the first answer that is wrong, the note, part of its words, the sheet's answers)
ROWS = [
    (
        "quiz-gated-cells",
        "q4_lstm_f",
        "activation-exchanged",
        "ReLU in place of sigmoid in f₁",
        "q4_lstm_i: [0.6770, 0.3775]\nq4_lstm_f: [0.0000, 0.6600]\nq4_lstm_o: [0.6059, 0.3846]\nq4_lstm_g: [0.8041, 0.0898]\nq4_lstm_c: [0.5443, -0.1641]\nq4_lstm_h: [0.3007, -0.0626]",
    ),
    (
        "quiz-gated-cells",
        "q4_lstm_g",
        "activation-exchanged",
        "sigmoid in place of tanh in g₁",
        "q4_lstm_i: [0.6770, 0.3775]\nq4_lstm_f: [0.4725, 0.6593]\nq4_lstm_o: [0.6059, 0.3846]\nq4_lstm_g: [0.7521, 0.5225]\nq4_lstm_c: [0.7455, -0.0005]\nq4_lstm_h: [0.3832, -0.0002]",
    ),
    (
        "exam-relu-12",
        "c_h1",
        "activation-forgotten",
        "the ReLU left out in h₁",
        "c_h1: -1.00\nc_h2: 3.00\nc_h3: 3.00\nd_dV: -1.00\nd_dW: 3.00\nd_dx1: 2.00",
    ),
    (
        "quiz-gated-cells",
        "q4_lstm_f",
        "argument-negated",
        "the wrong sign in the exponential of f₁",
        "q4_lstm_i: [0.6770, 0.3775]\nq4_lstm_f: [0.5275, 0.3407]\nq4_lstm_o: [0.6059, 0.3846]\nq4_lstm_g: [0.8041, 0.0898]\nq4_lstm_c: [0.8081, -0.0683]\nq4_lstm_h: [0.4050, -0.0262]",
    ),
    (
        "quiz-gated-cells",
        "q11_perplexity",
        "base-exchanged",
        "10 to the power in place of e",
        "q11_perplexity: 38194.4271",
    ),
    (
        "quiz-gated-cells",
        "q8_layer2_h2",
        "bias-forgotten",
        "the bias b_1 left out",
        "q8_layer2_h2: [0.0525, -0.2389]",
    ),
    (
        "quiz-gated-cells",
        "q12_clipped",
        "clipping-mistaken",
        "every entry clipped by itself",
        "q12_clipped: [2.0000, -2.0000]",
    ),
    (
        "quiz-gated-cells",
        "q12_clipped",
        "clipping-mistaken",
        "nothing clipped",
        "q12_clipped: [3.0000, -4.0000]",
    ),
    (
        "quiz-gated-cells",
        "q5_gru_h",
        "complement-exchanged",
        "z and 1 - z in each other's place",
        "q5_gru_r: [0.7311, 0.3894]\nq5_gru_z: [0.3729, 0.5349]\nq5_gru_candidate: [0.9047, -0.7747]\nq5_gru_h: [0.7911, -0.4673]",
    ),
    (
        "sheet-pos-tagging",
        "e3_f2",
        "concatenation-reversed",
        "the two parts of the concatenation in the other ",
        "e3_f2: [0.500, 0.455]\ne3_i2: [0.306, 0.455]\ne3_candidate2: [-0.178, -0.178]\ne3_o2: [0.455, 0.731]\ne3_C2: [-0.244, -0.081]\ne3_h2: [-0.109, -0.059]",
    ),
    (
        "quiz-gated-cells",
        "q6_mut_h",
        "convention",
        "the GRU as PyTorch and Keras compute it (r after",
        "q6_mut_h: [0.4323, -0.0291]",
    ),
    (
        "quiz-gated-cells",
        "q4_lstm_f",
        "elementwise-for-matrix-product",
        "only the diagonal of W_f multiplied in, entry by",
        "q4_lstm_i: [0.6770, 0.3775]\nq4_lstm_f: [0.5597, 0.5150]\nq4_lstm_o: [0.6059, 0.3846]\nq4_lstm_g: [0.8041, 0.0898]\nq4_lstm_c: [0.8242, -0.1206]\nq4_lstm_h: [0.4104, -0.0462]",
    ),
    (
        "quiz-gated-cells",
        "q4_lstm_f",
        "forget-bias",
        "1 added inside f₁, as some libraries do",
        "q4_lstm_i: [0.6770, 0.3775]\nq4_lstm_f: [0.7089, 0.8402]\nq4_lstm_o: [0.6059, 0.3846]\nq4_lstm_g: [0.8041, 0.0898]\nq4_lstm_c: [0.8988, -0.2182]\nq4_lstm_h: [0.4336, -0.0826]",
    ),
    (
        "quiz-gated-cells",
        "q5_gru_h",
        "gate-forgotten",
        "1 - z left out of h₁",
        "q5_gru_r: [0.7311, 0.3894]\nq5_gru_z: [0.3729, 0.5349]\nq5_gru_candidate: [0.9047, -0.7747]\nq5_gru_h: [0.9373, -0.6144]",
    ),
    (
        "quiz-gated-cells",
        "q4_lstm_c",
        "gate-forgotten",
        "f left out of c₁",
        "q4_lstm_i: [0.6770, 0.3775]\nq4_lstm_f: [0.4725, 0.6593]\nq4_lstm_o: [0.6059, 0.3846]\nq4_lstm_g: [0.8041, 0.0898]\nq4_lstm_c: [1.0443, -0.2661]\nq4_lstm_h: [0.4723, -0.1000]",
    ),
    (
        "quiz-gated-cells",
        "q4_lstm_c",
        "gate-forgotten",
        "i left out of c₁",
        "q4_lstm_i: [0.6770, 0.3775]\nq4_lstm_f: [0.4725, 0.6593]\nq4_lstm_o: [0.6059, 0.3846]\nq4_lstm_g: [0.8041, 0.0898]\nq4_lstm_c: [1.0403, -0.1080]\nq4_lstm_h: [0.4714, -0.0414]",
    ),
    (
        "quiz-gated-cells",
        "q4_lstm_h",
        "gate-forgotten",
        "o left out of h₁",
        "q4_lstm_i: [0.6770, 0.3775]\nq4_lstm_f: [0.4725, 0.6593]\nq4_lstm_o: [0.6059, 0.3846]\nq4_lstm_g: [0.8041, 0.0898]\nq4_lstm_c: [0.7806, -0.1639]\nq4_lstm_h: [0.6531, -0.1624]",
    ),
    (
        "quiz-gated-cells",
        "q4_lstm_i",
        "gate-weights-exchanged",
        "the weights of f and i in each other's place",
        "q4_lstm_i: [0.4725, 0.6593]\nq4_lstm_f: [0.6770, 0.3775]\nq4_lstm_o: [0.6059, 0.3846]\nq4_lstm_g: [0.8041, 0.0898]\nq4_lstm_c: [0.7184, -0.0541]\nq4_lstm_h: [0.3732, -0.0208]",
    ),
    (
        "quiz-gated-cells",
        "q4_lstm_i",
        "gates-coupled",
        "1 - f in place of i",
        "q4_lstm_i: [0.5275, 0.3407]\nq4_lstm_f: [0.4725, 0.6593]\nq4_lstm_o: [0.6059, 0.3846]\nq4_lstm_g: [0.8041, 0.0898]\nq4_lstm_c: [0.6604, -0.1672]\nq4_lstm_h: [0.3506, -0.0637]",
    ),
    (
        "quiz-gated-cells",
        "q4_lstm_f",
        "gates-coupled",
        "1 - i in place of f",
        "q4_lstm_i: [0.6770, 0.3775]\nq4_lstm_f: [0.3230, 0.6225]\nq4_lstm_o: [0.6059, 0.3846]\nq4_lstm_g: [0.8041, 0.0898]\nq4_lstm_c: [0.7058, -0.1529]\nq4_lstm_h: [0.3684, -0.0583]",
    ),
    (
        "quiz-gated-cells",
        "q4_lstm_c",
        "gates-exchanged",
        "f and i in each other's place",
        "q4_lstm_i: [0.6770, 0.3775]\nq4_lstm_f: [0.4725, 0.6593]\nq4_lstm_o: [0.6059, 0.3846]\nq4_lstm_g: [0.8041, 0.0898]\nq4_lstm_c: [0.7184, -0.0541]\nq4_lstm_h: [0.3732, -0.0208]",
    ),
    (
        "quiz-gated-cells",
        "q4_lstm_c",
        "gates-exchanged",
        "f and o in each other's place",
        "q4_lstm_i: [0.6770, 0.3775]\nq4_lstm_f: [0.4725, 0.6593]\nq4_lstm_o: [0.6059, 0.3846]\nq4_lstm_g: [0.8041, 0.0898]\nq4_lstm_c: [0.8473, -0.0815]\nq4_lstm_h: [0.3259, -0.0536]",
    ),
    (
        "quiz-gated-cells",
        "q10_jacobian",
        "gradient-not-carried",
        "nothing carried back from later steps",
        "q10_jacobian: 0.0000\nq10_dL_dW: 0.2443",
    ),
    (
        "quiz-gated-cells",
        "q4_lstm_i",
        "hard-sigmoid",
        "the hard sigmoid 0.2 z + 0.5 in all gates",
        "q4_lstm_i: [0.6480, 0.4000]\nq4_lstm_f: [0.4780, 0.6320]\nq4_lstm_o: [0.5860, 0.4060]\nq4_lstm_g: [0.8041, 0.0898]\nq4_lstm_c: [0.7600, -0.1537]\nq4_lstm_h: [0.3757, -0.0619]",
    ),
    (
        "rnn-exercises",
        "e7_c1",
        "initial-state-ignored",
        "the initial state c₀ taken as 0",
        # with something right: else it is a sheet filled in with 0
        (
            "e2_h1: 2\ne2_h2: 1.5\ne2_h3: 2.5\ne2_y1: 2\n"
            "e7_c1: 0.0000\ne7_c2: 0.0000\ne7_c3: 0.0000\ne7_c4: 0.0000"
        ),
    ),
    (
        "quiz-gated-cells",
        "q4_lstm_f",
        "input-term-forgotten",
        "the term with x₁ left out of f₁",
        "q4_lstm_i: [0.6770, 0.3775]\nq4_lstm_f: [0.6318, 0.5646]\nq4_lstm_o: [0.6059, 0.3846]\nq4_lstm_g: [0.8041, 0.0898]\nq4_lstm_c: [0.8603, -0.1355]\nq4_lstm_h: [0.4219, -0.0518]",
    ),
    (
        "quiz-gated-cells",
        "q7_backward_h1",
        "matrix-transposed",
        "U_b transposed",
        "q7_forward_h2: [-0.6076, 0.1820]\nq7_backward_h1: [0.2349, 0.8116]",
    ),
    (
        "quiz-gated-cells",
        "q4_lstm_i",
        "matrices-transposed",
        "every matrix transposed in i₁",
        "q4_lstm_i: [0.684, 0.297]\nq4_lstm_f: [0.350, 0.618]\nq4_lstm_o: [0.673, 0.512]\nq4_lstm_g: [0.686, -0.701]\nq4_lstm_c: [0.644, -0.394]\nq4_lstm_h: [0.382, -0.192]",
    ),
    (
        "quiz-gated-cells",
        "q4_lstm_c",
        "gates-coupled",
        "1 - i in place of f",
        "q4_lstm_i: [0.677, 0.378]\nq4_lstm_f: [0.473, 0.659]\nq4_lstm_o: [0.606, 0.385]\nq4_lstm_g: [0.804, 0.090]\nq4_lstm_c: [0.706, -0.153]\nq4_lstm_h: [0.369, -0.058]",
    ),
    (
        "quiz-gated-cells",
        "q12_clipped",
        "norm-exchanged",
        "the norm without its root",
        "q12_clipped: [0.2400, -0.3200]",
    ),
    (
        "quiz-gated-cells",
        "q12_clipped",
        "norm-exchanged",
        "the sum of the sizes in place of the norm",
        "q12_clipped: [0.8571, -1.1429]",
    ),
    (
        "quiz-gated-cells",
        "q4_lstm_f",
        "recurrent-term-forgotten",
        "the term with h₀ left out of f₁",
        "q4_lstm_i: [0.6770, 0.3775]\nq4_lstm_f: [0.4134, 0.6457]\nq4_lstm_o: [0.6059, 0.3846]\nq4_lstm_g: [0.8041, 0.0898]\nq4_lstm_c: [0.7510, -0.1598]\nq4_lstm_h: [0.3852, -0.0609]",
    ),
    (
        "quiz-gated-cells",
        "q5_gru_candidate",
        "reset-misplaced",
        "r multiplied in after the matrix product",
        "q5_gru_r: [0.7311, 0.3894]\nq5_gru_z: [0.3729, 0.5349]\nq5_gru_candidate: [0.9022, -0.7004]\nq5_gru_h: [0.7127, -0.4677]",
    ),
    (
        "quiz-gated-cells",
        "q4_lstm_f",
        "sign-wrong",
        "the wrong sign before W_f·x₁ in f₁",
        "q4_lstm_i: [0.6770, 0.3775]\nq4_lstm_f: [0.7667, 0.4651]\nq4_lstm_o: [0.6059, 0.3846]\nq4_lstm_g: [0.8041, 0.0898]\nq4_lstm_c: [0.9277, -0.1056]\nq4_lstm_h: [0.4420, -0.0405]",
    ),
    (
        "quiz-gated-cells",
        "q10_jacobian",
        "slope-forgotten",
        "the slope of the activation left out at step 3",
        "q10_jacobian: 0.5422\nq10_dL_dW: 0.8893",
    ),
    (
        "quiz-gated-cells",
        "q10_jacobian",
        "slope-wrong",
        "1 - h₂ for the slope",
        "q10_jacobian: 0.2436\nq10_dL_dW: 0.4682",
    ),
    (
        "quiz-gated-cells",
        "q10_jacobian",
        "slope-wrong",
        "h₂ (1 - h₂) for the slope",
        "q10_jacobian: 0.0952\nq10_dL_dW: 0.3318",
    ),
    (
        "quiz-gated-cells",
        "q10_jacobian",
        "slope-wrong",
        "h₃ (1 - h₃) for the slope",
        "q10_jacobian: 0.1287\nq10_dL_dW: 0.2111",
    ),
    (
        "sheet-pos-tagging",
        "e3_f2",
        "state-confused",
        "C in place of h of the step before in all gates",
        "e3_f2: [0.594, 0.731]\ne3_i2: [0.201, 0.650]\ne3_candidate2: [0.881, 0.551]\ne3_o2: [0.731, 0.594]\ne3_C2: [-0.049, 0.358]\ne3_h2: [-0.035, 0.204]",
    ),
    (
        "sheet-pos-tagging",
        "e3_f2",
        "state-confused",
        "C₁ in place of h₁ in f₂",
        "e3_f2: [0.594, 0.731]\ne3_i2: [0.235, 0.694]\ne3_candidate2: [0.827, 0.675]\ne3_o2: [0.731, 0.545]\ne3_C2: [-0.031, 0.469]\ne3_h2: [-0.023, 0.238]",
    ),
    (
        "sheet-pos-tagging",
        "e3_f2",
        "state-confused",
        "C₁ in place of h₁ in f₂",
        "e3_f2: [0.594, 0.731]\ne3_i2: [0.235, 0.694]\ne3_candidate2: [0.827, 0.675]\ne3_o2: [0.731, 0.545]\ne3_C2: [-0.031, 0.469]\ne3_h2: [-0.023, 0.238]",
    ),
    (
        "sheet-pos-tagging",
        "e3_h2",
        "step-confused",
        "C₁ in place of C₂",
        "e3_f2: [0.545, 0.731]\ne3_i2: [0.235, 0.694]\ne3_candidate2: [0.827, 0.675]\ne3_o2: [0.731, 0.545]\ne3_C2: [-0.013, 0.469]\ne3_h2: [-0.265, 0.000]",
    ),
    (
        "sheet-pos-tagging",
        "e3_h2",
        "step-confused",
        "C₁ in place of C₂",
        "e3_f2: [0.545, 0.731]\ne3_i2: [0.235, 0.694]\ne3_candidate2: [0.827, 0.675]\ne3_o2: [0.731, 0.545]\ne3_C2: [-0.013, 0.469]\ne3_h2: [-0.265, 0.000]",
    ),
    (
        "quiz-gated-cells",
        "q4_lstm_h",
        "tanh-forgotten",
        "the tanh left out, c₁ in place of tanh(c₁) in h₁",
        "q4_lstm_i: [0.6770, 0.3775]\nq4_lstm_f: [0.4725, 0.6593]\nq4_lstm_o: [0.6059, 0.3846]\nq4_lstm_g: [0.8041, 0.0898]\nq4_lstm_c: [0.7806, -0.1639]\nq4_lstm_h: [0.4730, -0.0630]",
    ),
    (
        "quiz-gated-cells",
        "q7_backward_h1",
        "weight-forgotten",
        "U_b left out of hb₁",
        "q7_forward_h2: [-0.6076, 0.1820]\nq7_backward_h1: [0.5593, 0.7784]",
    ),
    (
        "quiz-gated-cells",
        "q8_layer2_h2",
        "weights-exchanged",
        "W_1 and U_1 in each other's place",
        "q8_layer2_h2: [0.0802, 0.2798]",
    ),
    (
        "quiz-gated-cells",
        "q8_layer2_h2",
        "weights-exchanged",
        "W_2 and U_2 in each other's place",
        "q8_layer2_h2: [-0.2435, 0.4145]",
    ),
]

# made in other cells, or told by other names here; held in test_joint, test_diagnose and test_rarer_mistakes
ELSEWHERE = {
    "factor-forgotten",
    "gate-inside",
    "gates-reordered",
    "gradient-transposed",
    "mean-for-sum",
    "quantity-confused",
    "relu-forgotten",
    "sigmoid-forgotten",
    "slope-convention",
    "softmax-forgotten",
    "term-forgotten",
}


@cache
def keys_of(sheet):
    return Keys(the_printed(sheet))


def typed(value):
    if isinstance(value, list):
        return Typed([float(one) for one in value], None, entries=tuple(map(typed, value)))
    return Typed(float(value), value)


def finding(sheet, text, name):
    keys = keys_of(sheet)
    values = yaml.load(text, Loader=yaml.BaseLoader)  # noqa: S506 - texts alone
    answers = {name: typed(value) for name, value in values.items()}
    judge = Judge(keys, Work(Submission(Path("answers.yaml"), answers=answers), tuple(answers)))
    question = next(q for q in keys.assignment.questions if name in [a.name for a in q.answers])
    return judge.finding(question, name, (question.readings or (None,))[0])


@pytest.mark.parametrize(("sheet", "name", "note", "said", "text"), ROWS)
def test_a_kind_of_mistake_is_named_on_a_shipped_sheet(sheet, name, note, said, text):
    found = finding(sheet, text, name)
    assert f"number.{note}" == found.note, found.message
    assert said in found.message


def test_every_kind_has_a_row():
    assert set(MISTAKES) == {note for _, _, note, _, _ in ROWS} | ELSEWHERE
