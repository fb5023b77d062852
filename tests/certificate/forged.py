"""Small certificates, and what the checker says of them after somebody changed one."""

import copy
import json
from fractions import Fraction

from grader.certificate import as_text, certify
from tools import check_certificate as checker

REPEATING = """
title: T
points: 3
rounding: 3
systems:
  s: {cell: tanh-rnn, steps: 3, without: [W_y, b_y], given: {W_x: 0.5, W_h: 0.4, b_h: 0.1, h0: 0.2, x: [1, 0.5, -1]}}
questions:
- id: a
  RULE
  answers: {a1: "h[1]", a2: "h[2]", a3: "h[3]"}
"""
SIGMOID = "a1: 0.664\na2: 0.649\na3: 0.465"


def certified(folder, assignment, work):
    sheet, answers = folder / "assignment.yaml", folder / "work.yaml"
    sheet.write_text(assignment, encoding="utf-8")
    answers.write_text(work, encoding="utf-8")
    return certify(answers, assignment=str(sheet))[1]


def said_of(certificate):
    """What the checker says of a certificate: what rests on nothing that is shown, or why it is refused."""
    said = []
    try:
        unshown = checker.check(json.loads(as_text(certificate)), said)
    except checker.Refused as why:
        return str(why)
    except (ArithmeticError, AttributeError, LookupError, TypeError, ValueError) as why:
        return type(why).__name__
    return [str(unshown), *said]


def finding(certificate, name):
    """What is stated of an answer, under the first reading."""
    return certificate["questions"][0]["readings"][0]["findings"][name]


def changed(certificate, change):
    """What is said after a change."""
    forged = copy.deepcopy(certificate)
    change(forged)
    return said_of(forged)


def paid(certificate, name, points):
    """All sums of one question as they would be if an answer earned so much."""
    question = certificate["questions"][0]
    question["awards"][name]["score"] = points
    total = str(sum(Fraction(row["score"]) for row in question["awards"].values()))
    certificate["score"] = question["score"] = total
