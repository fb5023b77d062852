"""Shapes, ranges, labels, choices, truth values, matchings and texts."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from grader.outcome.finding import Unreadable
from grader.outcome.typed import Typed
from grader.reading import (
    Boolean,
    Choice,
    Choices,
    LabelSequence,
    Matching,
    Range,
    Shape,
    Text,
    read_boolean,
    read_choice,
    read_choices,
    read_matching,
    read_range,
    read_sequence,
    read_shape,
    read_text,
)
from grader.reading.words import known_word

TAGS = ("NNP", "VBZ", "NN")
OPTIONS = {"a": "0 to 1", "b": "-1 to 0", "c": "-1 to 1", "d": "all of the above"}
GATES = ("g1", "g2", "g3")
LABELS = ("output", "forget", "update")
SYNONYMS = {"input": "update"}
ALL = {"g1": "output", "g2": "forget", "g3": "update"}


@pytest.mark.parametrize(
    ("expected", "value", "remark"),
    [
        ((300, 5), (300, 5), "a tuple"),
        ((300, 5), [300, 5], "a list"),
        ((300, 5), np.array([300, 5]), "an array of two"),
        ((300, 5), (300.0, 5), "a float that is whole"),
        ((300, 5), "(300, 5)", "a tuple as text"),
        ((300, 5), "[300;5]", "with a semicolon"),
        ((300, 5), "300x5", "x"),
        ((300, 5), "300 X 5", "capital X"),
        ((300, 5), "300×5", "the multiplication sign"),
        ((300, 5), "300 by 5", "in words"),
        ((300, 5), "300*5", "a star"),
        ((300, 5), "300 5", "a space"),
        ((300, 5), "R^{300x5}", "mathematics"),
        ((300, 5), "R^300x5", "without braces"),
        ((300, 5), "ℝ³⁰⁰ˣ⁵", "superscripts"),
        ((300, 5), r"$W_h \in \mathbb{R}^{300 \times 5}$", "LaTeX"),
        ((300, 5), "W_h: (300, 5)", "with the name"),
        ((300, 5), "shape (300, 5)", "with the word"),
        ((300, 5), "torch.Size([300, 5])", "as PyTorch prints it"),
        ((300, 5), "300 rows and 5 columns", "told"),
        ((5,), 5, "a vector by its length"),
        ((5,), (5,), "as NumPy has it"),
        ((5,), "(5,)", "the same as text"),
        ((2, 3, 4), (2, 3, 4), "three axes"),
        ((8, 20, 128), "[8;20;2*64]", "a size that is a product"),
        ((8, 128), "(8, 2·64)", "with a dot"),
    ],
)
def test_a_shape_is_read_as_people_write_it(
    expected: tuple[int, ...], value: object, remark: str
) -> None:
    shape = read_shape(Typed(value))
    assert isinstance(shape, Shape), shape
    assert expected == shape.sizes, remark


@pytest.mark.parametrize(
    ("fragment", "value", "remark"),
    [
        ("of shape (3, 5)", np.zeros((3, 5)), "the matrix itself"),
        ("got [[1, 2], [3, 4]]", [[1, 2], [3, 4]], "the matrix as lists"),
        ("got (300.5, 5)", (300.5, 5), "not whole"),
        ("got (0, 5)", (0, 5), "no rows"),
        ("got (300, -5)", (300, -5), "below 0"),
        ("got True", True, "a truth value"),
        ("got big", "big", "a word"),
        ("got 300 and", "300 and 5 or so", "a story"),
    ],
)
def test_what_is_no_shape_is_told(fragment: str, value: object, remark: str) -> None:
    fault = read_shape(Typed(value))
    assert isinstance(fault, Unreadable), remark
    assert fragment in fault.message


@pytest.mark.parametrize(
    ("expected", "value", "remark"),
    [
        ((0, 1), (0, 1), "a pair"),
        ((0, 1), [0, 1.0], "a list"),
        ((0, 1), np.array([0, 1]), "an array"),
        ((0, 1), "(0, 1)", "open"),
        ((0, 1), "[0;1]", "closed, semicolon"),
        ((0, 1), "]0,1[", "the other way to write it open"),
        ((0, 1), "[0, 1)", "half open"),
        ((0, 1), "0,1", "two ends, not one tenth"),
        ((0, 1), "0 to 1", "in words"),
        ((0, 1), "0-1", "a dash"),
        ((0, 1), "0 – 1", "an en dash"),
        ((0, 1), "0..1", "two dots"),
        ((0, 1), "0…1", "an ellipsis"),
        ((0, 1), "0 < f < 1", "an inequality"),
        ((0, 1), "0<=sigmoid(x)<=1", "of a function"),
        ((0, 1), r"$f \in (0, 1)$", "LaTeX"),
        ((-1, 1), "between -1 and 1", "told"),
        ((-1, 1), "all values between −1 and 1 (exclusive)", "told at length"),
        ((-1, 1), "from -1 to 1", "told"),
        ((-1, 1), "-1 bis 1", "German"),
        ((-1, 1), "-1-1", "a dash after a sign"),
        ((-1, 1), "-1 ≤ h_t ≤ 1", "with a named middle"),
        ((-1, 1), "1 > h > -1", "falling"),
        ((-1, 1), "(-1,1)", "no space"),
        ((-1, 1), "±1", "plus or minus"),
        ((-1, 0.5), "(-1; 0,5)", "a decimal comma"),
        ((0, math.inf), "(0, ∞)", "infinite"),
        ((0, math.inf), "[0, inf)", "infinite"),
        ((0, math.inf), "h >= 0", "one end"),
        ((0, math.inf), (0, math.inf), "a float"),
        ((0, math.inf), r"[0, \infty)", "LaTeX"),
        ((-math.inf, math.inf), "(-oo, oo)", "letters"),
        ((-math.inf, math.inf), ["-inf", "+inf"], "texts"),
        ((-math.inf, math.inf), "ℝ", "all"),
    ],
)
def test_a_range_is_read_as_people_write_it(
    expected: tuple[float, float], value: object, remark: str
) -> None:
    found = read_range(Typed(value))
    assert isinstance(found, Range), found
    assert expected == (found.low, found.high), remark


@pytest.mark.parametrize(
    ("low", "high", "text"),
    [
        (-1, 1, "|h| < 1"),
        (-1, 1, "|h_t| <= 1"),
        (-1, 1, "abs(h) <= 1"),
        (-1, 1, "1 > |h|"),
        (-0.5, 0.5, "|h| ≤ 0,5"),
        (-1, 1, "h > -1, h < 1"),
        (-1, 1, "h > -1 and 1 > h"),
        (-0.5, 0.5, "h>-0,5, h<0,5"),
        (0, float("inf"), "0 ≤ h"),
        (0, float("inf"), ">= 0"),
        (float("-inf"), 1, "≤ 1"),
        (float("-inf"), 0, "0 >= h"),
        (0, 1, "0 <= |h| < 1"),
    ],
)
def test_inequalities_are_read_from_either_side(low: float, high: float, text: str) -> None:
    assert Range(low, high) == read_range(Typed(text))


@pytest.mark.parametrize("text", ["|h| < -1", "|h| > 1", "h < 0, h > 1"])
def test_inequalities_that_leave_no_single_range_are_told(text: str) -> None:
    fault = read_range(Typed(text))
    assert isinstance(fault, Unreadable)
    assert fault.note == "range.unreadable"


def test_the_ends_of_a_range_are_put_in_order_with_a_remark() -> None:
    assert Range(-1.0, 1.0, None, ("the ends were put in order: -1 to 1",)) == read_range(
        Typed((1, -1))
    )


@pytest.mark.parametrize(
    "value", [(0, math.nan), (0, 1, 2), 5, "5", "positive", {"low": 0}, (True, False), [[0, 1]]]
)
def test_what_is_no_range_is_told(value: object) -> None:
    fault = read_range(Typed(value))
    assert isinstance(fault, Unreadable)
    assert 'expected a range with two ends, for example (2, 5) or "2 to 5"; got' in fault.message


@given(
    st.integers(-99, 99),
    st.integers(1, 99),
    st.sampled_from(["({}, {})", "{} to {}", "[{};{}]", "{} < x < {}"]),
)
def test_any_range_reads_back(low: int, width: int, form: str) -> None:
    found = read_range(Typed(form.format(low, low + width)))
    assert isinstance(found, Range)
    assert (low, low + width) == (found.low, found.high)


@pytest.mark.parametrize(
    ("value", "remark"),
    [
        (["NNP", "VBZ", "NNP"], "a list"),
        (("nnp", " Vbz ", "NNP"), "capitals and spaces do not count"),
        (np.array(["NNP", "VBZ", "NNP"]), "an array"),
        ("NNP VBZ NNP", "spaces"),
        ("NNP, VBZ, NNP", "commas"),
        ("nnp; vbz; nnp.", "semicolons and a full stop"),
        ("NNP-VBZ-NNP", "dashes"),
        ("NNP → VBZ -> NNP", "arrows"),
        ("['NNP', 'VBZ', 'NNP']", "a list as text"),
    ],
)
def test_a_sequence_of_labels_is_read(value: object, remark: str) -> None:
    sequence = read_sequence(Typed(value), TAGS, length=3)
    assert isinstance(sequence, LabelSequence), sequence
    assert sequence.labels == ("NNP", "VBZ", "NNP"), remark


@pytest.mark.parametrize(
    ("note", "fragment", "value", "remark"),
    [
        ("sequence.index", "write the labels themselves", [0, 1, 0], "never guessed"),
        ("sequence.index", "write the labels themselves", "0 1 0", "never guessed in texts"),
        ("sequence.unknown-label", "not among them: XYZ", ["NNP", "XYZ", "NNP"], "a new word"),
        ("sequence.unknown-label", "not among them: ADJ", "NNP ADJ NNP", "a new word in a text"),
        (
            "sequence.wrong-length",
            "expected 3 labels from NNP, VBZ and NN; got 2: NNP VBZ",
            "NNP VBZ",
            "short",
        ),
        ("sequence.wrong-type", "a mapping", {"NNP": 1}, "no order"),
        ("sequence.wrong-type", "got", [["NNP"], "VBZ", "NNP"], "a list in the list"),
    ],
)
def test_what_is_no_sequence_is_told(note: str, fragment: str, value: object, remark: str) -> None:
    fault = read_sequence(Typed(value), TAGS, length=3)
    assert isinstance(fault, Unreadable), remark
    assert note == fault.note
    assert fragment in fault.message


def test_labels_that_hold_each_other_or_a_dash_are_kept_apart() -> None:
    assert LabelSequence(("B-PER", "O", "PER")) == read_sequence(
        Typed("b-per O per"), ["PER", "B-PER", "O"]
    )
    assert LabelSequence(("NN", "NNP")) == read_sequence(Typed("NN NNP"), TAGS)


@pytest.mark.parametrize(
    ("expected", "value", "remark"),
    [
        ("c", "c", "the key"),
        ("c", "C)", "capital, bracket"),
        ("c", " (c). ", "punctuation"),
        ("c", "option c", "with the word"),
        ("c", "Answer: C", "with another word"),
        ("c", "-1 to 1", "the option's own text"),
        ("c", "−1  To 1.", "the text, typed freely"),
        ("c", "c) -1 to 1", "key and text"),
        ("c", ["c"], "in a list"),
        ("d", "All of the above", "the text"),
    ],
)
def test_a_choice_is_read(expected: str, value: object, remark: str) -> None:
    choice = read_choice(Typed(value), OPTIONS)
    assert isinstance(choice, Choice), choice
    assert expected == choice.key, remark


@pytest.mark.parametrize(
    ("note", "value", "remark"),
    [
        ("choice.unknown", "e", "no such option"),
        ("choice.unknown", 3, "the third is not guessed"),
        ("choice.unknown", "minus one to one", "no option's text"),
        ("choice.several", "a, c", "two at once"),
        ("choice.several", ["a", "c"], "two at once"),
        ("choice.wrong-type", 0.5, "a number"),
        ("choice.wrong-type", {"a": 1}, "a mapping"),
    ],
)
def test_what_is_no_choice_is_told_with_the_options(note: str, value: object, remark: str) -> None:
    fault = read_choice(Typed(value), OPTIONS)
    assert isinstance(fault, Unreadable), remark
    assert note == fault.note
    assert "expected one of a, b, c or d; got" in fault.message


def test_options_that_are_words_or_numbers_are_matched_as_typed() -> None:
    yes_no = {"yes": "", "no": ""}
    assert getattr(read_choice(Typed(False, "no"), yes_no), "key", None) == "no"
    assert getattr(read_choice(Typed(2), {"1": "", "2": ""}), "key", None) == "2"
    directions = {"unidirectional": "", "bidirectional": ""}
    assert (
        getattr(read_choice(Typed("Unidirectional"), directions), "key", None) == "unidirectional"
    )
    assert isinstance(read_choice(Typed("uni"), directions), Unreadable)


@pytest.mark.parametrize(
    ("expected", "value", "remark"),
    [
        (("a", "c"), ["a", "c"], "a list"),
        (("a", "c"), {"C", "a"}, "a set"),
        (("a", "c"), "c, a", "the order does not count"),
        (("a", "c"), "ac", "letters side by side"),
        (("a", "c"), "a and c", "in words"),
        (("a", "c"), "a) 0 to 1; c) -1 to 1", "keys and texts"),
        (("a", "c"), ["0 to 1", "-1 to 1"], "texts"),
        (("c",), "c", "one"),
    ],
)
def test_several_choices_are_read(expected: tuple[str, ...], value: object, remark: str) -> None:
    choices = read_choices(Typed(value), OPTIONS)
    assert isinstance(choices, Choices), choices
    assert expected == choices.keys, remark


@pytest.mark.parametrize("value", ["a, x", "ax", ["a", "x"], [1], 0.5, ["a", ["c"]]])
def test_an_unknown_option_among_several_is_told(value: object) -> None:
    fault = read_choices(Typed(value), OPTIONS)
    assert isinstance(fault, Unreadable)
    assert "expected some of a, b, c and d" in fault.message


@pytest.mark.parametrize(
    ("expected", "value", "remarked", "remark"),
    [
        (True, True, False, "itself"),
        (False, np.bool_(False), False, "NumPy"),
        (True, np.array(True), False, "0-d array"),
        (True, "true", False, "text"),
        (False, " False. ", False, "text with a full stop"),
        (True, "yes", False, "in words"),
        (False, "no", False, "YAML keeps it a word"),
        (True, "wahr", False, "German"),
        (False, "FALSCH", False, "German"),
        (True, 1, True, "1, with a remark"),
        (False, 0.0, True, "0, with a remark"),
        (False, "0", True, "as text"),
        (False, "False, because V multiplies", True, "claim and reason"),
        (True, [True], True, "in a list"),
    ],
)
def test_a_truth_value_is_read(expected: bool, value: object, remarked: bool, remark: str) -> None:
    boolean = read_boolean(Typed(value))
    assert isinstance(boolean, Boolean), boolean
    assert expected is boolean.value, remark
    assert remarked is bool(boolean.remarks)


@pytest.mark.parametrize(
    "value", [2, 0.5, "maybe", "true or false", "nope", [], [True, False], math.nan]
)
def test_what_is_no_truth_value_is_told(value: object) -> None:
    fault = read_boolean(Typed(value))
    assert isinstance(fault, Unreadable)
    assert "expected True or False; got" in fault.message


@pytest.mark.parametrize(
    ("value", "remark"),
    [
        (ALL, "a mapping"),
        ({"G1": "Output", "g2": " forget ", "g3": "Input"}, "capitals, spaces, a synonym"),
        ({"g1": "output gate", "g2": "the forget gate", "g3": "update gate"}, "with the word gate"),
        ("g1: output, g2: forget, g3: update", "text"),
        ("g1=output; g2=forget; g3=input", "text with ="),
        ("g1 -> output\ng2 -> forget\ng3 -> update", "one a line"),
        ("g1 is the output gate, g2 is forget and g3 is update", "told"),
        ("{'g1': 'output', 'g2': 'forget', 'g3': 'update'}", "a mapping as text"),
        ([["g1", "output"], ("g2", "forget"), ["g3", "update"]], "pairs"),
        (["g1: output", "g2: forget", "g3: update"], "texts of pairs"),
        (["output", "forget", "update"], "labels in the order of the keys"),
        ({"output": "g1", "forget": "g2", "update": "g3"}, "the other way round"),
    ],
)
def test_a_matching_is_read(value: object, remark: str) -> None:
    matching = read_matching(Typed(value), GATES, LABELS, SYNONYMS)
    assert isinstance(matching, Matching), matching
    assert matching.mapping == ALL, remark
    assert matching.missing == ()


@pytest.mark.parametrize(
    ("remarks", "value"),
    [
        (("the pairs stood the other way round and were turned",), {v: k for k, v in ALL.items()}),
        (("the list was read in the order g1, g2, g3",), list(LABELS)),
        ((), ALL),
    ],
)
def test_what_was_turned_is_told(remarks: tuple[str, ...], value: object) -> None:
    matching = read_matching(Typed(value), GATES, LABELS)
    assert isinstance(matching, Matching)
    assert remarks == matching.remarks


def test_keys_without_a_partner_are_listed_and_the_others_stand() -> None:
    matching = read_matching(Typed({"g1": "output", "g2": None}), GATES, LABELS)
    assert isinstance(matching, Matching)
    assert matching.mapping == {"g1": "output"}
    assert matching.missing == ("g2", "g3")
    assert matching.remarks == ()


@pytest.mark.parametrize(
    ("note", "fragment", "value", "remark"),
    [
        ("matching.unknown", "not among them: reset", {"g1": "reset"}, "an unknown label"),
        ("matching.unknown", "not among them: g4", {"g4": "output"}, "an unknown key"),
        ("matching.unknown", "not among them: not output", {"g1": "not output"}, "a denial"),
        ("matching.unknown", "ouput; did you mean output?", {"g1": "ouput"}, "a slip"),
        ("matching.unknown", "inputt; did you mean update?", {"g1": "inputt"}, "in a synonym"),
        ("matching.twice", "more than one partner for g1", "g1: output, g1: forget", "twice"),
        ("matching.unreadable", "got hello", "hello", "no pairs"),
        ("matching.unreadable", "got 5", 5, "a number"),
        ("matching.unreadable", "got", {"g1": ["output"]}, "a list as label"),
    ],
)
def test_what_is_no_matching_is_told(note: str, fragment: str, value: object, remark: str) -> None:
    fault = read_matching(Typed(value), GATES, LABELS, SYNONYMS)
    assert isinstance(fault, Unreadable), remark
    assert note == fault.note
    assert fragment in fault.message
    assert "g1, g2 and g3" in fault.message


@pytest.mark.parametrize(
    ("expected", "typed", "remark"),
    [
        ("a running sum", Typed(" a running sum\n"), "a text"),
        ("one\ntwo", Typed(["one", "two"]), "a list of lines"),
        ("no", Typed(False, "no"), "a word that became a truth value"),
        ("4", Typed(4, "4"), "a number is a short answer"),
        (r"a\x1b[2Jb", Typed("a\x1b[2Jb"), "nothing moves the cursor"),
        (r"\ud800", Typed("\ud800"), "what cannot be encoded is written out"),
    ],
)
def test_a_text_is_read_with_nothing_hidden_in_it(expected: str, typed: Typed, remark: str) -> None:
    assert Text(expected) == read_text(typed), remark


def test_a_text_is_cut_where_nobody_reads_on() -> None:
    text = read_text(Typed("word " * 1_000_000))
    assert isinstance(text, Text)
    assert 1_000_000 <= len(text.text) < 1_001_000
    assert text.text.endswith("… (3999999 more characters)")


@pytest.mark.parametrize(
    ("note", "value"), [("text.empty", "..."), ("text.empty", None), ("text.wrong-type", {"a": 1})]
)
def test_what_is_no_text_is_told(note: str, value: object) -> None:
    fault = read_text(Typed(value))
    assert isinstance(fault, Unreadable)
    assert note == fault.note


ENTRYWISE = [
    ({"g1": "output", "g2": "reset"}, {"g1": "output"}, ("reset",), "an unknown label"),
    ("g1: output, g2: forgetful, g3: update", {"g1": "output", "g3": "update"}, ("forgetful",), "a text"),
    ("g1: output, g2: forget, g2: update", {"g1": "output"}, (), "two partners of one are none"),
]  # fmt: skip


@pytest.mark.parametrize(("value", "read", "unknown", "remark"), ENTRYWISE)
def test_what_cannot_be_matched_takes_no_other_pair_along_where_each_counts(
    value, read, unknown, remark
):
    matching = read_matching(Typed(value), GATES, LABELS, entrywise=True)
    assert isinstance(matching, Matching), matching
    assert read == matching.mapping, remark
    assert unknown == matching.unknown


def test_a_matching_without_any_pair_that_can_be_read_is_unreadable():
    fault = read_matching(Typed({"g1": "reset"}), GATES, LABELS, entrywise=True)
    assert isinstance(fault, Unreadable)
    assert "not among them: reset" in fault.message


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("path of the cell state", "the path of the cell state"),
        ("The path of the cell state", "the path of the cell state"),
        ("the norm", "norm"),
        ("a gate", None),  # two differ by their article alone
        ("state", None),
    ],
)
def test_an_article_before_a_label_does_not_count(typed, read):
    assert read == known_word(typed, ["the path of the cell state", "norm", "the gate", "gate"])


@pytest.mark.parametrize(
    ("value", "labels", "read"),
    [
        ("ABA", "AB.", ("A", "B", "A")),
        ("aba", "AB", ("A", "B", "A")),
        ("AB.", "AB.", ("A", "B", ".")),
        ('"AB A"', "AB", ("A", "B", "A")),
    ],
)
def test_labels_of_one_letter_may_stand_without_anything_between(value, labels, read):
    sequence = read_sequence(Typed(value), list(labels), length=3)
    assert isinstance(sequence, LabelSequence), sequence
    assert read == sequence.labels


@pytest.mark.parametrize("value", [["NNP", "XYZ", "NNP"], "NNP XYZ NNP"])
def test_a_word_that_is_no_label_takes_its_own_place_alone_where_each_counts(value):
    sequence = read_sequence(Typed(value), TAGS, length=3, entrywise=True)
    assert isinstance(sequence, LabelSequence), sequence
    assert ("NNP", "XYZ", "NNP") == sequence.labels
    assert isinstance(read_sequence(Typed("XYZ"), TAGS, length=3, entrywise=True), Unreadable)


@pytest.mark.parametrize(
    ("expected", "typed", "keys", "synonyms"),
    [
        ("forget", "forget gate", ("forget", "input"), {}),
        ("forget", "The Forget-Gate", ("forget", "input"), {}),
        ("forget", "forget_gate", ("forget", "input"), {}),
        ("forget gate", "forget", ("forget gate", "input gate"), {}),
        ("forget", "f", ("forget", "input"), {"f": "forget"}),
        (None, "gate", ("forget gate", "input gate"), {}),  # all are gates
        (None, "forget or input gate", ("forget", "input"), {}),  # two of them
        (None, "non-forget", ("forget", "input"), {}),
        (None, "no", ("no change", "increase"), {}),  # "change" is no word of a kind
    ],
)
def test_what_a_partner_is_asked_of_is_known_with_and_without_the_word_of_its_kind(
    expected, typed, keys, synonyms
):
    found = read_matching(Typed({typed: "k", keys[1]: "w"}), keys, ("k", "w"), synonyms)
    assert expected == (None if isinstance(found, Unreadable) else found.pairs[0][0])


def test_a_minus_is_no_hyphen_in_a_matching():
    found = read_matching(Typed({"a": "-1", "b": "1"}), ("a", "b"), ("1", "0"))
    assert "matching.unknown" == getattr(found, "note", None)
