"""YAML read as YAML 1.2 means it, with every place kept."""

from pathlib import Path

import pytest

from grader.assignment.document import Place, read_document

HERE = Path("a.yaml")


def read(text):
    return read_document(HERE, text.encode() if isinstance(text, str) else text)


@pytest.mark.parametrize(
    ("expected", "written", "why"),
    [
        ("no", "no", "YAML 1.1 reads false"),
        ("on", "on", "YAML 1.1 reads true"),
        ("y", "y", "a name like any other"),
        ("NO", "NO", "Norway, or a tag"),
        (False, "false", "the one way to say so"),
        (True, "True", "Python's spelling is in the core schema"),
        ("1:30", "1:30", "YAML 1.1 reads ninety"),
        ("2024-01-01", "2024-01-01", "no date"),
        ("0o17", "0o17", "no octal number"),
        ("1_000", "1_000", "no number either"),
        (1000.0, "1e3", "YAML 1.1 reads a text"),
        (-0.5, "-.5", "no digit before the point"),
        (None, "~", "nothing"),
        (None, "", "nothing"),
        ("12", '"12"', "quotes make a text"),
        ("h[2]", "h[2]", "an expression needs no quotes"),
        ([1, "1/2"], "[1, 1/2]", "fractions stay as written"),
        ({"no": "yes"}, "{no: yes}", "keys are texts, too"),
        ({"1": 1}, "{1: 1}", "and stay as written"),
    ],
)
def test_an_unquoted_word_means_what_it_says(expected, written, why):
    found = read(f"value: {written}").data["value"]
    assert found == expected, why
    assert isinstance(found, type(expected)), why


def test_a_number_remembers_how_it_was_written():
    assert read("version: 1.10").data["version"].text == "1.10"


def test_every_key_and_entry_has_its_place():
    document = read("a:\n  b: [1,\n    2]\nc: 3\n")
    assert document.place(("a", "b")) == Place(2, 3)
    assert document.place(("a", "b", 1)) == Place(3, 5)
    assert document.place(("c",)) == Place(4, 1)
    assert document.values["a", "b"] == Place(2, 6)
    assert document.place(("a", "b", 7, "x")) == Place(2, 3), "the nearest thing around"


@pytest.mark.parametrize(
    ("line", "sentence", "text"),
    [
        (3, '"a" stands twice here, first in line 1; keep one of the two', "a: 1\nb: 2\na: 3\n"),
        (2, '"b" stands twice here, first in line 2', "a:\n  {b: 1, b: 2}\n"),
        (1, '010 starts with 0, and readers of YAML differ on what that means; write 10, or "010"',
         "a: 010\n"),
        (2, "the YAML tag !!python/object:os.system has no meaning here; leave it out",
         "a: 1\nb: !!python/object:os.system {}\n"),
        (1, "the YAML tag !now has no meaning here", "a: !now 3\n"),
        (3, 'merge keys ("<<") are not read; use "like:"', "a: &a {b: 1}\nc:\n  <<: *a\n"),
        (3, "a second document starts here; write one assignment a file", "a: 1\n---\nb: 2\n"),
        (2, "indent with spaces, not with tabs", "a:\n\tb: 1\n"),
        (2, "the YAML cannot be read: could not find expected ':'", "a: 1\nb\nc: 2\n"),
        (1, "an alias stands inside the very value it repeats", "a: &a [*a]\n"),
        (1, "a key must be one word (got a list or a mapping)", "{[1, 2]: 3}\n"),
        (2, "the byte 0xff is not UTF-8; save the file as UTF-8", b"a: 1\nb: \xff\n"),
        (2, "cannot stand in YAML; take it out", "a: 1\nb: \x00\n"),
        (1, "nested too deeply", "a: " + "[" * 200 + "]" * 200),
        (1, "too", "a: " + "[" * 100_000),
    ],
)  # fmt: skip
def test_what_cannot_be_read_is_told_with_its_line(line, sentence, text):
    faults = read(text).faults
    assert [sentence in str(fault) for fault in faults] == [True], faults
    assert faults[0].line == line


def test_a_file_that_unfolds_to_gigabytes_is_refused():
    lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x, x]"]
    lines += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]" for n in range(1, 9)]
    (fault,) = read("\n".join(lines)).faults
    assert "unfolds to too many values" in fault.message


def test_an_alias_repeats_its_value():
    assert read("a: &a [1, 2]\nb: *a\n").data == {"a": [1, 2], "b": [1, 2]}


def test_a_byte_order_mark_is_no_character():
    assert read(b"\xef\xbb\xbfa: 1\n").data == {"a": 1}


def test_an_empty_file_has_no_data():
    assert read("# nothing\n").data is None
