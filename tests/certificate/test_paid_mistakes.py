"""A mistake that the file pays for is made again in the certificate, and the checker confirms its share."""

import pytest

from tests.certificate.forged import certified, finding, said_of

SHEET = """
title: T
points: 4
rounding: 2
cells:
  own: |
    a, b: scalar
    u: 3
    y = a * u + b
systems:
  s: {cell: own, given: {a: 1.5, b: 0.3, u: [0.4, 1.2, -2.2]}}
  t: {cell: tanh-rnn, steps: 1, without: [W_y, b_y], given: {W_x: 0.5, W_h: 0.4, b_h: 0.3, h0: 0.2, x: [1]}}
questions:
- id: q
  FOLLOW
  system: s
  answers:
    y: {value: y, points: 2, known_mistakes: {PAID: 1/2}}
    h: {value: "h[1]", system: t, points: 2, known_mistakes: {bias-forgotten: 1/2}}
"""
# y is [0.9, 2.1, -3], and h tanh(0.5 + 0.08 + 0.3) = 0.706
SLIPS = {
    "sign-lost": "[0.9, -2.1, -3]",  # before one entry
    "decimal-moved": "[9, 21, -30]",
    "entries-reversed": "[-3, 2.1, 0.9]",
}


@pytest.mark.parametrize("slip", SLIPS)
def test_a_slip_of_the_pen_that_is_paid_for_is_certified(slip, tmp_path):
    sheet = SHEET.replace("PAID", slip).replace("FOLLOW", "follow_through: none")
    found = certified(tmp_path, sheet, f"y: {SLIPS[slip]}\nh: 0.71\n")
    assert ("3", f"number.{slip}") == (found["score"], finding(found, "y")["note"])
    claims = finding(found, "y")["claims"]
    assert ["1/2"] == [c["share"] for c in claims if c["by"] == "mistake" and all(c["inside"])]
    assert "0" == said_of(found)[0]


def test_all_signs_lost_are_the_same_slip(tmp_path):
    sheet = SHEET.replace("PAID", "sign-lost").replace("FOLLOW", "follow_through: none")
    found = certified(tmp_path, sheet, "y: [-0.9, -2.1, 3]\nh: 0.71\n")
    assert ("3", "0") == (found["score"], said_of(found)[0])


def test_the_point_moved_the_other_way_is_the_same_slip(tmp_path):
    sheet = SHEET.replace("PAID", "decimal-moved").replace("FOLLOW", "follow_through: none")
    found = certified(tmp_path, sheet, "y: [0.09, 0.21, -0.3]\nh: 0.71\n")
    assert ("3", "0") == (found["score"], said_of(found)[0])


@pytest.mark.parametrize("follow", ["none", "1/2"])
def test_a_mistake_in_the_equations_that_is_paid_for_is_certified(follow, tmp_path):
    """tanh(0.5 + 0.08) without the bias."""
    sheet = SHEET.replace("PAID", "sign-lost").replace("FOLLOW", f"follow_through: {follow}")
    found = certified(tmp_path, sheet, "y: [0.9, 2.1, -3]\nh: 0.52\n")
    assert ("3", "number.bias-forgotten") == (found["score"], finding(found, "h")["note"])
    assert "0" == said_of(found)[0]


def test_a_mistake_that_is_not_paid_for_earns_nothing_and_is_certified_so(tmp_path):
    sheet = SHEET.replace("PAID", "sign-lost").replace("FOLLOW", "follow_through: none")
    found = certified(tmp_path, sheet, "y: [-3, 2.1, 0.9]\nh: 0.71\n")
    assert ("2", "0") == (found["score"], said_of(found)[0])
    assert "mistake" not in {c["by"] for c in finding(found, "y")["claims"] if all(c["inside"])}
