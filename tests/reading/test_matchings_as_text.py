"""A matching in one text: terms of several words, partners with commas, keys beside their texts."""

from __future__ import annotations

import pytest

from grader.outcome.finding import Unreadable
from grader.outcome.typed import Typed
from grader.reading import Matching, read_matching

TERMS = ("context units", "teacher forcing", "truncated BPTT", "unrolling")
TEXTS = {
    "A": "copies of the last hidden layer, fed back as input",
    "B": "the true output of the step before is fed in while training",
    "C": "gradients are carried back over a few steps only",
    "D": "the network is drawn once for every step, with the same weights",
}
ALL = dict(zip(TERMS, TEXTS, strict=True))
SYNONYMS = {text: key for key, text in TEXTS.items()}

READ = [
    ("context units: A, teacher forcing: B, truncated BPTT: C, unrolling: D", "colons"),
    ("context units = A; teacher forcing = B; truncated BPTT = C; unrolling = D", "equals signs"),
    ("context units -> A\nteacher forcing -> B\ntruncated BPTT -> C\nunrolling -> D", "one a line"),
    ("context units → A | teacher forcing → B | truncated BPTT → C | unrolling → D", "bars"),
    ("context units A, teacher forcing B, truncated BPTT C, unrolling D", "blanks alone"),
    ("context units: A teacher forcing: B truncated BPTT: C unrolling: D", "nothing between"),
    ("context units - A, teacher forcing - B, truncated BPTT - C, unrolling - D", "dashes"),
    ("Context Units: a), Teacher Forcing: b), Truncated bptt: (c), Unrolling: [d].", "brackets"),
    ("context units is A, teacher forcing is B, truncated BPTT is C and unrolling is D", "told"),
    ("A: context units, B: teacher forcing, C: truncated BPTT, D: unrolling", "turned"),
    ("A) context units\nB) teacher forcing\nC) truncated BPTT\nD) unrolling", "as a list"),
    ("(A) context units, (B) teacher forcing, (C) truncated BPTT, (D) unrolling", "as a list"),
    ("A - context units; B - teacher forcing; C - truncated BPTT; D - unrolling", "turned"),
    ("; ".join(f"{term}: {TEXTS[key]}" for term, key in ALL.items()), "texts"),
    (", ".join(f"{term}: {TEXTS[key]}" for term, key in ALL.items()), "texts with commas"),
    ("\n".join(f"{term} -> {key}) {TEXTS[key]}" for term, key in ALL.items()), "key and text"),
    (", ".join(f"{term}: ({key}) {TEXTS[key]}" for term, key in ALL.items()), "key and text"),
    ({term: f"{key}: {TEXTS[key]}" for term, key in ALL.items()}, "key and text in a mapping"),
    ({term: f"{TEXTS[key]} ({key})" for term, key in ALL.items()}, "text and key in a mapping"),
    ({**ALL, "truncated BPTT": "C) gradients are carried back"}, "the beginning of its text"),
    ("A, B, C, D", "the keys of partners in the order of the terms"),
    ("A B C D", "the same"),
    ([f"{term} = {key}" for term, key in ALL.items()], "a list"),
]  # fmt: skip


@pytest.mark.parametrize(("value", "remark"), READ)
def test_terms_and_partners_of_several_words_are_read_whole(value, remark):
    found = read_matching(Typed(value), TERMS, tuple(TEXTS), SYNONYMS)
    assert isinstance(found, Matching), found
    assert found.mapping == ALL, remark


NOT_READ = [
    ("context units: A or B", "two candidates"),
    ("context units: A, or B", "two candidates"),
    ("context units: A, B", "two candidates"),
    ("context units: A / B", "two candidates"),
    ("context units: A = B", "two candidates"),
    ("context units A B", "two candidates"),
    ("the context units A or B", "two candidates"),
    ("context units != A", "a denial"),
    ("context units ≠ A", "a denial"),
    ("context units: not A", "a denial"),
    ("context units: A, not B", "a denial"),
    ("context units: C) copies of the last hidden layer, fed back as input", "another one's text"),
    ("context units: C) copies of the last", "the beginning of another one's"),
    ({"context units": "C) copies of the last hidden layer, fed back as input"}, "the same"),
    ({"context units": f"A) {TEXTS['A']} or B"}, "more than its text"),
    ("units: A", "half of a term that is none"),
    ("context units, teacher forcing: A", "one partner of two terms"),
    ("A, B, C", "one partner too few for an order"),
    ("context units, A: teacher forcing, B", "a sign that binds, across"),
]  # fmt: skip


@pytest.mark.parametrize(("value", "remark"), NOT_READ)
def test_what_could_be_two_partners_or_none_is_no_pair(value, remark):
    found = read_matching(Typed(value), TERMS, tuple(TEXTS), SYNONYMS, entrywise=True)
    pairs = {} if isinstance(found, Unreadable) else found.mapping
    assert {} == pairs, remark


def test_the_key_of_one_partner_beside_the_text_of_another_is_neither():
    texts = {"forget gate": "A", "output gate": "B"}
    found = read_matching(Typed({"x": "A) output gate", "y": "B"}), ("x", "y"), ("A", "B"), texts)
    assert "matching.unknown" == getattr(found, "note", None)


def test_a_dash_before_a_digit_is_its_sign():
    for typed in ("a: -1, b: 0", "a -1, b 0", "a-1, b-0"):
        found = read_matching(Typed(typed), ("a", "b"), ("1", "0"), entrywise=True)
        assert isinstance(found, Unreadable) or "a" not in found.mapping, typed
