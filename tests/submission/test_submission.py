"""Reading a submission: the file, YAML, JSON, and what a program's source shows."""

from __future__ import annotations

import contextlib
import json
import math
import os
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from grader.outcome.typed import Typed, entry_texts
from grader.submission import Submission, read_submission, yaml_answers
from grader.submission.json_answers import read_json
from grader.submission.model import Unusable
from grader.submission.program import literals, merge
from grader.submission.read_program import after_running
from grader.submission.yaml_answers import read_yaml

WHERE = Path("sheet")


def submitted(folder: Path, name: str, content: str | bytes) -> Submission:
    path = folder / name
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return read_submission(path)


def fault_of(folder: Path, name: str, content: str | bytes) -> tuple[str, str]:
    fault = submitted(folder, name, content).faults[0]  # of a sheet, or of one answer in it
    return fault.note, fault.sentence.removeprefix(f"{folder}{os.sep}")


@pytest.fixture(params=["libyaml", "pure Python"])
def loader(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    if request.param == "pure Python":
        monkeypatch.setattr(yaml_answers, "_LOADER", yaml.SafeLoader)
    elif not yaml.__with_libyaml__:
        pytest.skip("this PyYAML was built without libyaml")
    return str(request.param)


# -- YAML -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("value", "text", "typed", "remark"),
    [
        (0.42, "0.420", "0.420", "three decimals were typed"),
        (0.42, ".42", ".42", "no 0"),
        (0.001, "1e-3", "1e-3", "a text in YAML 1.1"),
        (12, "12", "12", "an integer"),
        (12, "012", "012", "ten in YAML 1.1"),
        (-5, "-5", "-5", "a sign"),
        ("0,42", "0,42", "0,42", "a comma makes it text"),
        ("2/3", "2/3", "2/3", "a fraction"),
        ("1:30", "1:30", "1:30", "ninety in YAML 1.1"),
        ("1_000", "1_000", "1_000", "left to whoever reads numbers"),
        ("2024-01-01", "2024-01-01", "2024-01-01", "no date"),
        ("no", "no", "no", "False in YAML 1.1"),
        ("on", "on", "on", "True in YAML 1.1"),
        (True, "true", "true", "a truth value, with its text"),
        (False, "False", "False", "as Python writes it"),
        (None, "~", "~", "nothing"),
        (None, "", "", "nothing at all"),
        ("0.420", "0.420", "'0.420'", "a quoted number is a text"),
        ("true", "true", '"true"', "a quoted word is a text"),
        ("0.420", "0.420", "! 0.420", "so is one with !"),
        (math.inf, ".inf", ".inf", "YAML's own infinity"),
        (math.inf, "1e9999", "1e9999", "more than a float holds"),
        ("9" * 5000, "9" * 5000, "9" * 5000, "an integer Python refuses to read"),
        ("W_x @ x[t] + b", "W_x @ x[t] + b", "W_x @ x[t] + b", "an equation"),
        ("-1 < h < 1", "-1 < h < 1", "-1 < h < 1", "a range"),
        ("two\nlines\n", "two\nlines\n", "|\n  two\n  lines", "a block"),
    ],
)  # fmt: skip
def test_a_yaml_scalar_means_what_people_think(
    loader: str, value: object, text: str, typed: str, remark: str
) -> None:
    assert Typed(value, text) == read_yaml(f"h1: {typed}\n", WHERE).answers["h1"], remark


def test_yaml_lists_and_mappings_keep_the_texts_of_their_entries(loader: str) -> None:
    text = (
        "flow: [0.10, [.5, 1e-3]]\n"
        "block:\n  - 0.20\n  - 2\n"
        "ü: [😀, 3.00]\r\n"
        "gates: {g1: output, g2: no}\n"
        "last: [\n 4.0]\n"
    )
    answers = read_yaml(text, WHERE).answers
    assert entry_texts(answers["flow"]) == ("0.10", (".5", "1e-3"))
    assert answers["flow"].value == [0.1, [0.5, 0.001]]
    assert answers["flow"].text == "[0.10, [.5, 1e-3]]"
    assert answers["block"].text == "- 0.20\n  - 2"
    assert answers["ü"].text == "[😀, 3.00]"
    assert answers["gates"].value == {"g1": "output", "g2": "no"}
    assert answers["last"].text == "[\n 4.0]"


@pytest.mark.parametrize(
    ("line", "fragment", "text", "remark"),
    [
        (3, '"h1" stands here a second time (first in line 1)', "h1: 1\nh2: 2\nh1: 3\n", "twice"),
        (2, '"g1" stands here a second time (first in line 2)', "m:\n {g1: a, g1: b}\n", "inside"),
        (1, "the tag", "h1: !!python/object/apply:os.system ['true']\n", "no code"),
        (1, "the tag", "h1: !!python/name:os.system\n", "no names"),
        (1, "the tag", "h1: !!float 1\n", "no types at all"),
        (2, "*a refers to another place", "a: &a [1, 2]\nb: *a\n", "no multiplication"),
        (1, "nested more than 16 levels", "a: " + "[" * 100_000, "deep"),
        (1, "nested more than 16 levels", "- " * 100_000, "deep, in blocks"),
        (1, "expected one mapping", "- 1\n- 2\n", "a list"),
        (1, "expected one mapping", "just words\n", "a text"),
        (3, "second document", "---\na: 1\n---\nb: 2\n", "two documents"),
        (1, 'this "[" is never closed', "a: [1, 2\nb: 3\n", "a bracket left open"),
        (2, "not valid YAML", "a: 1\nb: \x07\n", "a control character"),
        (1, "expected the name", "? [a, b]\n: 1\n", "a list as name"),
        (1, '"assignment" must be one plain text', "assignment: [a]\n", "a list of assignments"),
        (1, '"student" must be one plain text', "student: {a: b}\n", "a mapping as student"),
        (2, '"h1" stands here a second time', "answers: {h1: 1}\nh1: 2\n", "on both levels"),
    ],
    ids=lambda value: value if isinstance(value, str) and len(value) < 40 else "",
)
def test_faulty_yaml_is_refused_with_its_line(
    loader: str, tmp_path: Path, line: int, fragment: str, text: str, remark: str
) -> None:
    _, sentence = fault_of(tmp_path, "a.yaml", text)
    assert sentence.startswith(f"a.yaml, line {line}: "), (remark, sentence)
    assert fragment in sentence
    assert len(sentence) < 250


def test_laughs_and_floods_end_quickly(tmp_path: Path) -> None:
    laughs = "a: &a [x, x]\n" + "".join(
        f"{chr(98 + i)}: &{chr(98 + i)} [*{chr(97 + i)}, *{chr(97 + i)}]\n" for i in range(20)
    )
    assert fault_of(tmp_path, "a.yaml", laughs)[0] == "submission.alias"
    flood = "".join(f"a{i}: 1\n" for i in range(60_000))
    assert "more than 50,000 values" in fault_of(tmp_path, "a.yml", flood)[1]


# -- JSON -------------------------------------------------------------------------------------


def test_json_keeps_the_text_of_every_number() -> None:
    text = '{"assignment": "e", "h1": 0.420, "h2": [0.10, [1E-3, 2]], "g": {"g1": "output"}}'
    submission = read_json(text, WHERE)
    assert submission.assignment == "e"
    assert Typed(0.42, "0.420") == submission.answers["h1"]
    assert entry_texts(submission.answers["h2"]) == ("0.10", ("1E-3", "2"))
    assert submission.answers["h2"].text == "[0.10, [1E-3, 2]]"
    assert submission.answers["g"].value == {"g1": "output"}


@pytest.mark.parametrize(
    ("line", "fragment", "text", "remark"),
    [
        (3, '"h1" stands here a second time (first in line 1)', '{"h1": 1,\n\n"h1": 2}', "twice"),
        (2, "JSON has no comments", '{"h1": 1,\n // two\n "h2": 2}', "a comment"),
        (2, "JSON has no comments", '{"h1": 1,\n # two\n "h2": 2}', "Python's comment"),
        (1, "JSON has no comments", '/* one */ {"h1": 1}', "C's comment"),
        (1, "there is a comma before }", '{"h1": 1,\n}', "a comma left over"),
        (1, "there is a comma before ]", '{"h1": [1, 2,]}', "a comma left over in a list"),
        (1, "double quotes", "{'h1': 1}", "single quotes around a name"),
        (1, "double quotes", "{\"h1\": 'a'}", "single quotes around a text"),
        (1, "JSON has no None; write null", '{"h1": None}', "Python's null"),
        (1, "JSON has no True; write true", '{"h1": True}', "Python's true"),
        (1, ".5 is no JSON number", '{"h1": .5}', "no 0 before the point"),
        (1, "2/3 is no JSON number", '{"h1": 2/3}', "a fraction without quotes"),
        (1, "parts two values; write 0.42", '{"h1": 0,42}', "a decimal comma"),
        (1, "parts two values; write -1.05", '{"h1": -1,05}', "a decimal comma before a zero"),
        (1, 'expected "," or "}"', '{"h1": 1 "h2": 2}', "a comma forgotten"),
        (1, "a comma is missing at the end of this line", '{"h1": 1\n"h2": 2}', "in another line"),
        (1, 'expected ":" after "h1"', '{"h1" 1}', "a colon forgotten"),
        (1, "got the end of the file", '{"h1": 1', "a brace forgotten"),
        (1, "expected the end of the file; got x", '{"h1": 1} x', "something behind"),
        (1, "this text is not valid JSON", '{"h1": "a\nb"}', "a line end in a text"),
        (1, "this text is not valid JSON", '{"h1": "abc', "a quote forgotten"),
        (1, "expected one mapping", "[1, 2]", "a list"),
        (1, "expected a name in double quotes", "{h1: 1}", "no quotes"),
        (1, "expected a value", '{"h1": }', "nothing"),
        (1, 'put a text in quotes: "abc"', '{"h1": abc}', "a word"),
        (1, "nested more than 16 levels", '{"h1": ' + "[" * 100_000, "deep"),
        (2, '"h1" stands here a second time', '{"answers": {"h1": 1},\n"h1": 2}', "on both levels"),
    ],
    ids=lambda value: value if isinstance(value, str) and len(value) < 40 else "",
)
def test_faulty_json_is_refused_with_its_line(
    tmp_path: Path, line: int, fragment: str, text: str, remark: str
) -> None:
    _, sentence = fault_of(tmp_path, "a.json", text)
    assert sentence.startswith(f"a.json, line {line}: "), (remark, sentence)
    assert fragment in sentence
    assert len(sentence) < 250


def test_nan_in_json_spoils_one_answer_and_not_the_sheet(tmp_path: Path) -> None:
    submission = submitted(tmp_path, "a.json", '{"h1": NaN,\n"h2": 1, "h3": -Infinity}')
    assert submission.fatal is None
    assert [fault.sentence.split(", ")[1] for fault in submission.faults] == [
        "line 1: NaN is not JSON",
        "line 2: -Infinity is not JSON",
    ]
    assert math.isnan(float(str(submission.answers["h1"].value)))
    assert Typed(1, "1") == submission.answers["h2"]


def test_a_byte_order_mark_is_no_fault(tmp_path: Path) -> None:
    assert {"h1"} == submitted(tmp_path, "a.json", b'\xef\xbb\xbf{"h1": 1}').answers.keys()
    assert {"h1"} == submitted(tmp_path, "a.yaml", b"\xef\xbb\xbfh1: 1\r\n").answers.keys()


_json = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=12,
)  # fmt: skip


@given(st.dictionaries(st.text(min_size=1).map("a_{}".format), _json, max_size=5), st.booleans())
def test_json_is_read_as_the_standard_reader_does(values: dict[str, object], pretty: bool) -> None:
    text = json.dumps(values, indent=2 if pretty else None, ensure_ascii=not pretty)
    answers = read_json(text, WHERE).answers
    assert values == {name: typed.value for name, typed in answers.items()}


@pytest.mark.parametrize("reader", [read_json, read_yaml])
@given(text=st.text())
def test_no_text_makes_a_reader_fail_in_any_other_way(
    reader: Callable[[str, Path], Submission], text: str
) -> None:
    with contextlib.suppress(Unusable):
        assert reader(text, WHERE).fatal is None


def test_the_output_of_solve_is_itself_a_submission(tmp_path: Path) -> None:
    text = '{"assignment": "e", "student": null, "answers": {"h1": 0.50, "h2": [1]}}'
    submission = submitted(tmp_path, "a.json", text)
    assert (submission.assignment, submission.student) == ("e", None)
    assert {n: t.value for n, t in submission.answers.items()} == {"h1": 0.5, "h2": [1]}


@pytest.mark.parametrize(
    "text", ["assignment: e\nstudent: 007\n", '{"assignment":"e","student":"007"}']
)
def test_the_header_is_kept_as_typed(tmp_path: Path, text: str) -> None:
    name = "a.json" if text.startswith("{") else "a.yaml"
    submission = submitted(tmp_path, name, text)
    assert (submission.assignment, submission.student, submission.answers) == ("e", "007", {})


# -- files ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("note", "fragment", "name", "content", "remark"),
    [
        (
            "submission.not-utf8",
            "line 2: the text is not UTF-8",
            "a.yaml",
            b"a: 1\nb: \xff",
            "latin-1",
        ),
        ("submission.not-utf8", "not UTF-8", "a.json", "{}".encode("utf-16"), "UTF-16"),
        ("submission.too-large", "larger than 2 MB", "a.py", b"#" * 2_000_001, "50 MB"),
        (
            "submission.unknown-ending",
            ".py, .yaml, .yml, .json or .ipynb",
            "a.txt",
            b"",
            "another type",
        ),
        ("submission.unknown-ending", ".py", "a", b"", "no type"),
    ],
    ids=["latin-1", "utf-16", "large", "txt", "bare"],
)
def test_a_file_that_is_none_of_ours_is_refused(
    tmp_path: Path, note: str, fragment: str, name: str, content: bytes, remark: str
) -> None:
    found, sentence = fault_of(tmp_path, name, content)
    assert note == found, remark
    assert fragment in sentence


@pytest.mark.parametrize("name", ["a.py", "a.yaml", "a.json"])
@pytest.mark.parametrize("content", ["", " \n\n"])
def test_an_empty_file_is_graded_as_missing_answers(
    tmp_path: Path, name: str, content: str
) -> None:
    submission = submitted(tmp_path, name, content)
    assert submission.fatal is None
    assert [fault.note for fault in submission.faults] == ["submission.empty"]


def test_what_is_not_there_is_told(tmp_path: Path) -> None:
    for path in (
        tmp_path / "a.py",
        tmp_path / "a.txt",
        tmp_path / "a\0b.py",
        Path("/dev/null/a.py"),
    ):
        fault = read_submission(path).fatal
        assert fault is not None
        assert "no such file" in fault.sentence or "cannot be read" in fault.sentence


def test_a_folder_is_read_for_the_one_submission_in_it(tmp_path: Path) -> None:
    fault = read_submission(tmp_path).fatal
    assert fault is not None
    assert "holds no submission.py" in fault.sentence
    (tmp_path / "numpy.py").write_text("h1 = 2")
    (tmp_path / "submission.py").write_text("h1 = 1")
    submission = read_submission(tmp_path)
    assert tmp_path / "submission.py" == submission.path
    assert submission.answers["h1"].value == 1
    (tmp_path / "submission.json").write_text("{}")
    fault = read_submission(tmp_path).fatal
    assert fault is not None
    assert "holds submission.py and submission.json; keep one of them" in fault.sentence


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no named pipes")
def test_pipes_and_endless_links_are_refused_at_once(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "submission.py")
    (tmp_path / "loop.py").symlink_to(tmp_path / "loop.py")
    for path, note in (
        (tmp_path, "submission.not-a-file"),
        (tmp_path / "loop.py", "submission.not-readable"),
    ):
        fault = read_submission(path).fatal
        assert fault is not None
        assert note == fault.note


# -- programs ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("expected", "source", "remark"),
    [
        ("0.420", "h = 0.420", "a number"),
        ("-.50", "h = -.50", "a sign"),
        ("0.50", "h = 1\nh = 0.50", "the last one counts"),
        ("1.0", "a = h = 1.0", "a chain"),
        ("1.50", "h, k = 1.50, 2", "side by side"),
        ("2", "(k, [h, m]) = 1, (2, 3)", "nested side by side"),
        ("0.30", "h: float = 0.30", "annotated"),
        ("0.30", "if True:\n    pass\nh = 0.30", "behind a block"),
        ("'0,42'", "h = '0,42'", "a text with its quotes"),
        ("0.5", "ｈ = 0.5", "Python makes full-width letters plain"),
        ("0.5", "def f():\n    h = 3\nh = 0.5\nclass C:\n    h = 4\n", "other names inside"),
        ("0.5", "h = 0.5\nf = lambda h: h\ng = lambda: (h := 2)", "a lambda's own"),
        ("0.5", "ä = 1; h = 0.5", "columns count bytes"),
        (None, "h = 0.5\nh += 1", "changed behind"),
        (None, "h = 0.5\nfor h in range(3): pass", "a loop"),
        (None, "h = 0.5\nif x:\n    h = 2", "in a block: not certain"),
        (None, "h = 0.5\nimport os as h", "an import"),
        (None, "h = 0.5\ndel h", "deleted"),
        (None, "h = 0.5\nh, k = f()", "unpacked"),
        (None, "h = [1]\nh[0] = 2", "an entry changed"),
        (None, "h = 0.5\ndef h(): pass", "a function"),
        (None, "h = 0.5\nwith a as h: pass", "with"),
        (None, "h = 0.5\nprint(h := 2)", "a walrus"),
        (None, "h: float", "no value"),
        (None, "h = 0.1 + 0.2", "computed"),
        (None, "h = f(1)", "a call"),
        (None, "h = [1, f(2)]", "a list that is computed"),
        (None, "h = " + "[" * 40 + "]" * 40, "too deep to be an answer"),
    ],
)
def test_the_text_of_a_literal_is_found(expected: str | None, source: str, remark: str) -> None:
    typed = literals(source).get("h", Typed(None))
    assert expected == typed.text, remark


@pytest.mark.parametrize(
    ("expected", "source"),
    [
        ("4*12 + 12*12", "h = 4*12 + 12*12"),
        ("4*12\n  + 12", "h = (4*12\n  + 12)"),
        ("4 * n", "n = 12\nh = 4 * n  # a remark"),
        ("0.5", "h = 0.5"),
    ],
)
def test_the_source_to_the_right_is_kept_also_where_it_is_computed(
    expected: str, source: str
) -> None:
    assert expected == literals(source)["h"].source


def test_the_texts_inside_a_list_are_kept() -> None:
    typed = literals("h = [[0.10, .2],\n     (3, 4.0)]")["h"]
    assert entry_texts(typed) == (("0.10", ".2"), ("3", "4.0"))
    assert typed.value == [[0.1, 0.2], (3, 4.0)]


@pytest.mark.parametrize(
    ("expected", "value", "source", "remark"),
    [
        ("0.420", 0.42, "h = 0.420", "the literal"),
        ("(0.10, 2)", [0.1, 2], "h = (0.10, 2)", "a tuple may come back as a list"),
        ("{'g1': 'output'}", {"g1": "output"}, "h = {'g1': 'output'}", "a mapping"),
        (None, 0.5, "h = 0.420", "another value came back"),
        (None, True, "h = 1", "True is not the literal 1"),
        (None, 1.0, "h = 1", "nor is 1.0"),
        (None, [1, 2, 3], "h = [1, 2]", "appended to"),
        (None, {"g1": 1}, "h = {'g2': 1}", "other keys"),
        (None, 0.3, "h = 0.1 + 0.2", "computed"),
    ],
)
def test_a_text_is_kept_only_for_the_value_that_was_typed(
    expected: str | None, value: object, source: str, remark: str
) -> None:
    merged = merge({"h": value, "other": 1}, literals(source))
    assert expected == merged["h"].text, remark
    assert value == merged["h"].value
    assert literals(source)["h"].source == merged["h"].source
    assert Typed(1) == merged["other"]


@pytest.mark.parametrize(
    ("content", "remark"),
    [
        (b"\xef\xbb\xbfh = 0.420\r\n\x0c\r\nk = 1\r\n", "byte-order mark, CRLF, form feed"),
        (b"# -*- coding: latin-1 -*-\n# caf\xe9\nh = 0.420\n", "latin-1, as its cookie says"),
        (b"# coding: utf-7\n# harmless +AAo-h +AD0- 0.420\n", "code hidden in a comment"),
        (b"#!/usr/bin/env python\n# coding: utf-8\n'''doc'''\nfrom __future__ import annotations\nh = 0.420", "a head"),
        (b"h = 0.420\rk = 1\r", "old Macintosh line ends"),
        (b"import re\nre.compile('\\d')\nx = 1 is 1\nh = 0.420", "warnings at compile time"),
    ],
)  # fmt: skip
def test_a_program_is_decoded_as_python_does(tmp_path: Path, content: bytes, remark: str) -> None:
    submission = submitted(tmp_path, "a.py", content)
    assert submission.faults == ()
    assert submission.answers["h"].text == "0.420", remark
    assert content == submission.program


@pytest.mark.parametrize(
    ("note", "fragment", "content", "remark"),
    [
        (
            "submission.syntax",
            "line 2: this is not valid Python",
            b"h = 1\nprint 'x'\n",
            "Python 2",
        ),
        ("submission.syntax", "nested", b"(" * 10_000, "deep brackets"),
        pytest.param(
            "submission.syntax",
            "nested too deeply",
            b"x = " + b"1+" * 200_000 + b"1",
            "a long sum",
            marks=pytest.mark.skipif(sys.version_info < (3, 11), reason="Python 3.10 reads it"),
        ),
        ("submission.syntax", "not valid Python", b"h = 1\0", "a NUL"),
        ("submission.not-decoded", "cannot decode", b"h = 'caf\xe9'\n", "latin-1 without a cookie"),
        (
            "submission.not-decoded",
            "cannot decode",
            b"# coding: rot13\nu = 1\n",
            "not a text encoding",
        ),
        ("submission.not-decoded", "unknown encoding", b"# coding: nope\nh = 1\n", "no encoding"),
        (
            "submission.not-decoded",
            "punycode",
            b"# coding: punycode\n" + b"a9-" * 99_999,
            "slow on purpose",
        ),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_a_program_python_would_refuse_is_still_run_and_told(
    tmp_path: Path, note: str, fragment: str, content: bytes, remark: str
) -> None:
    submission = submitted(tmp_path, "a.py", content)
    assert submission.fatal is None
    assert content == submission.program
    [fault] = submission.faults
    assert note == fault.note, remark
    assert fragment in fault.sentence
    assert len(fault.sentence) < 250


def test_a_program_is_never_run_by_reading_it(tmp_path: Path) -> None:
    mark = tmp_path / "ran"
    submitted(tmp_path, "a.py", f"open({str(mark)!r}, 'w')\nh = 1\n")
    assert not mark.exists()


def test_the_header_of_a_program_is_known_before_it_runs_and_again_after(tmp_path: Path) -> None:
    source = "assignment = 'exam'\nstudent = 'a' + '7'\nh = 0.420\nk = 1 + 1\n"
    submission = submitted(tmp_path, "a.py", source)
    assert (submission.assignment, submission.student) == ("exam", None)
    ran = after_running(
        submission, {"assignment": "exam", "student": "a7", "h": 0.42, "k": 2, "m": [1]}
    )
    assert (ran.assignment, ran.student) == ("exam", "a7")
    assert {
        "h": Typed(0.42, "0.420", "0.420"),
        "k": Typed(2, None, "1 + 1"),
        "m": Typed([1]),
    } == ran.answers


@pytest.mark.parametrize(
    "source",
    ["a=" * 200_000 + "1", "a=1;" * 100_000, "a=[" + "1," * 240_000 + "]", "a=1\n" * 100_000],
    ids=["chain", "one line", "one list", "many lines"],
)
def test_a_source_made_to_be_slow_is_read_in_linear_time(source: str) -> None:
    assert {"a"} == literals(source).keys()


@given(st.floats(allow_nan=False, allow_infinity=False))
def test_every_float_literal_is_recognised_after_running(value: float) -> None:
    text = repr(value)
    assert text == merge({"h": value}, literals(f"h = {text}"))["h"].text


SLIPS = [
    ("a.yaml", "y1: 1\nb_reason: because: of tanh\nz: 2\n", {"y1": 1, "z": 2}, {"b_reason": "line 2"}, "a colon"),
    ("a.yaml", "y1: [1,\nz: 2\n", {"z": 2}, {"y1": "line"}, "a bracket left open"),
    ("a.yaml", "y1: 1\nz: 2\ny1: 3\n", {"z": 2}, {"y1": "line 3"}, "nobody knows which counts"),
    ("a.yaml", "y1: 1\nb 2.5\nz: 2\n", {"y1": 1, "z": 2}, {"b": 'write "b: 2.5"'}, "a colon forgotten"),
    ("a.yaml", "y1: 1\nb = 2.5\nz: 2\n", {"y1": 1, "z": 2}, {"b": 'write "b: 2.5"'}, "as in Python"),
    ("a.yaml", "y1: {f: 1}\nz: *y\n", {"y1": {"f": 1}}, {"z": "line 2"}, "a reference"),
    ("a.json", '{"y1": 1,\n "b": False,\n "z": 2}', {"y1": 1, "z": 2}, {"b": "line 2"}, "a word of Python"),
    ("a.json", '{"y1": 0,42,\n "z": 2}', {"z": 2}, {"y1": "line 1"}, "half of a decimal comma is no answer"),
    ("a.json", '{"y1": [1, 2,\n "z": 2}', {"z": 2}, {"y1": "line"}, "a bracket left open"),
    ("a.json", '{"y1": 1,\nb: 2,\n "z": 2}', {"y1": 1, "z": 2}, {"b": "line 2"}, "a name without quotes"),
    ("a.json", '{"y1": 1\n "z": 2}', {"y1": 1, "z": 2}, {}, "a comma forgotten"),
    ("a.json", '{"y1": 1, "z": 2,}', {"y1": 1, "z": 2}, {}, "a comma too many"),
    ("a.json", '{"y1": "say \\"b\\": no", "z": 2,}', {"y1": 'say "b": no', "z": 2}, {}, "names in a text"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("name", "text", "values", "lost", "why"), SLIPS, ids=[s[-1] for s in SLIPS]
)
def test_a_faulty_line_costs_its_answer_and_no_other(
    tmp_path: Path, name: str, text: str, values: object, lost: dict[str, str], why: str
) -> None:
    found = submitted(tmp_path, name, text)
    assert values == {key: typed.value for key, typed in found.answers.items()}, why
    assert lost.keys() == found.lost.keys()
    assert all(lost[key] in sentence for key, sentence in found.lost.items())
    assert found.faults
    assert found.fatal is None
    assert not any(str(tmp_path) in fault.sentence for fault in found.faults), "a path not theirs"
