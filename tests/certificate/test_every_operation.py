"""Whatever a sheet may ask for: right and wrong numbers are certified, and confirmed as what they are."""

import pytest

from grader.certificate import certify
from grader.handout.solve import solve
from tests.certificate.forged import finding, said_of

SHEET = """
title: T
points: POINTS
rounding: ROUNDING
cells:
  own: |
    a, b: scalar
    u, v: 3
    P, N: 3, 3
    y = a * u / b + P @ N @ v
systems:
  s:
    cell: own
    given:
      a: 0.7
      b: 1.3
      u: [0.4, -0.3, 1.1]
      v: [0.9, 0.2, 0.6]
      P: [[1.2, 0.3, 0.1], [0.4, 0.9, 0.2], [0.5, 0.1, 1.4]]
      N: [[0.2, -0.3, 0.1], [0.4, 0.9, -0.2], [0.5, 0.1, 0.4]]
questions:
- id: q
  system: s
  answers:
"""
OPERATIONS = (
    "y", "sigmoid(u)", "tanh(N @ u)", "relu(u)", "softplus(u)", "elu(u)", "softmax(u)",
    "softmax_rows(N)", "norm(u)", "inverse(P) @ u", "exp(u) * v", "log(v) - sqrt(v)",
    "sum(u * v) / b", "mean(u)", "row_sums(N * P)", "largest(u) - smallest(v)",
    "a ** 3 / (1 + b ** 2)", "-a * u", "grad(sum(y), u)",
)  # fmt: skip
LEVELS = ("2", "{decimals: 2, at: every}", "{significant: 3}", "{decimals: 3, at: result}")
# How near an answer alone has to be, whatever was rounded on the way.
TOLERANCES = (
    "tolerance: {absolute: 0.01}", "tolerance: {relative: 0.02}", "rounding: {significant: 2}",
    "rounding: {decimals: 2, cut: true}",
)  # fmt: skip


def sheet(level, answers):
    rows = [f"    a{k}: {{value: {value!r}, points: 1{more}}}\n" for k, (value, more) in answers]
    text = SHEET.replace("POINTS", str(len(rows))).replace("ROUNDING", level)
    return text + "".join(rows).replace("'", '"')


def certified(folder, text, off):
    """Of every answer the verdict, for the key moved by so much; and what the checker says."""
    file, work = folder / "assignment.yaml", folder / "work.yaml"
    file.write_text(text, encoding="utf-8")
    right = dict(solve(str(file)).answers)
    lines = [f"{name}: {moved(value, off)}" for name, value in right.items()]
    work.write_text("\n".join(lines) + "\n", encoding="utf-8")
    certificate = certify(work, assignment=str(file))[1]
    verdicts = {name: finding(certificate, name)["verdict"] for name in right}
    return verdicts, certificate["score"], said_of(certificate)


def moved(value, off):
    if isinstance(value, list):
        return [moved(one, off) for one in value]
    return value if not off else float(value) + off


@pytest.mark.parametrize("level", LEVELS)
def test_every_operation_is_certified_where_it_is_right_and_where_it_is_wrong(level, tmp_path):
    text = sheet(level, enumerate((value, "") for value in OPERATIONS))
    names = [f"a{k}" for k in range(len(OPERATIONS))]
    verdicts, score, said = certified(tmp_path, text, 0)
    assert (dict.fromkeys(names, "right"), str(len(names))) == (verdicts, score)
    assert "0" == said[0], said
    verdicts, score, said = certified(tmp_path, text, 3.0)
    assert (dict.fromkeys(names, "wrong"), "0") == (verdicts, score)
    assert "0" == said[0], said


def test_every_way_to_say_how_near_is_near_enough_is_certified(tmp_path):
    text = sheet("3", enumerate(("a * b", f", {more}") for more in TOLERANCES))
    names = [f"a{k}" for k in range(len(TOLERANCES))]
    assert (dict.fromkeys(names, "right"), "4") == certified(tmp_path, text, 0)[:2]
    assert (dict.fromkeys(names, "wrong"), "0") == certified(tmp_path, text, 3.0)[:2]
    for off in (0, 3.0):
        assert "0" == certified(tmp_path, text, off)[2][0]
