"""What is left of a file with a bad line, and what is said of it."""

from __future__ import annotations

import json
import textwrap

import pytest

from grader.sandbox import hints, program
from grader.sandbox.notebook import NotANotebook, code_cells, plain_python
from grader.words.sentences.workers import speak

GOOD = "import numpy as np\nh1 = 6\n\n\ndef f(x):\n    return x\n\n\n"


def compiled(text: str) -> program.Unit:
    (unit,) = program.units("submission.py", text.encode())
    return unit


def defined(unit: program.Unit) -> set[str]:
    if unit.code is None:
        return set()
    names: dict[str, object] = {}
    exec(unit.code, names)  # noqa: S102  # our own rows
    return {name for name in names if not name.startswith("__")}


LEFT_OUT = [
    # (bad piece, the lines that go, the names that go, what is said, why)
    ('def g():\n    print "x"\n', (9, 10), ("g",), "This is Python 2", "a print in a helper"),
    ("def g():\n    x = [1, 2\n    return x\n", (9, 11), ("g",), "was never closed", "a bracket"),
    ("def g():\n    # TODO\n", (9, 9), ("g",), "expected an indented block", "an empty body"),
    ("def g(x)\n    return x\n", (9, 10), ("g",), "expected ':'", "a missing colon"),
    ("h2 = [0.1 0.2]\n", (9, 9), ("h2",), "Perhaps you forgot a comma", "a missing comma"),
    ("h2 = 0.5.3\n", (9, 9), ("h2",), "invalid syntax", "a number with two points"),
    ("h2 = “a”\n", (9, 9), ("h2",), "invalid character", "quotes of a word processor"),
    ("@cache\ndef g():\n    x = = 1\n", (9, 11), ("g",), "invalid syntax", "decorated"),
    ("return 5\n", (9, 9), (), "'return' outside function", "found by the compiler, not the parser"),
    ("class C:\n    def a(self):\n        x = \n", (9, 11), ("C",), "invalid syntax", "a method"),
    ("try:\n    h2 = 1\n", (9, 10), (), "'finally' block", "half a try"),
    ("if True:\n    h2 = 1\nelse\n    h2 = 2\n", (9, 12), (), "expected ':'", "a whole if"),
    ("h2 = 1,03\n", (9, 9), ("h2",), "write 1.03, with a point", "a decimal comma before a zero"),
    ("h2 = [-0,05, 1]\n", (9, 9), ("h2",), "write -0.05", "a decimal comma in a list"),
    ("h2 = 'a\n", (9, 9), ("h2",), "close it", "an open quote"),
    ("h2 = 1O2\n", (9, 9), ("h2",), "write digits only", "a letter for a digit"),
    ("        h2 = 3\n", (5, 9), ("f",), "unexpected indent", "what joins the function above"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("bad", "lines", "names", "said", "why"), LEFT_OUT, ids=[row[4] for row in LEFT_OUT]
)
def test_a_bad_statement_goes_alone(
    bad: str, lines: tuple[int, int], names: tuple[str, ...], said: str, why: str
) -> None:
    unit = compiled(GOOD + bad + "\n\nlast = 7\n")
    (fault,) = unit.faults
    assert lines == (fault.first, fault.last)
    assert names == fault.names
    assert said in speak(fault.said)
    assert "left out" in speak(fault.said)
    assert {"np", "h1", "f", "last"} - set(names) == defined(unit)


def test_an_indented_line_after_a_plain_one_goes_alone() -> None:
    unit = compiled("h1 = 6\nb = 2\n c = 3\nlast = 7\n")
    (fault,) = unit.faults
    assert ((3, 3), ("c",)) == ((fault.first, fault.last), fault.names)
    assert "Take out the spaces" in speak(fault.said)
    assert {"h1", "b", "last"} == defined(unit)


def test_lines_keep_their_numbers_when_one_is_left_out() -> None:
    unit = compiled("h1 = = 6\n\n\ndef f():\n    return 1 / 0\n")
    names: dict[str, object] = {}
    assert unit.code is not None
    exec(unit.code, names)  # noqa: S102  # our own rows
    with pytest.raises(ZeroDivisionError) as error:
        names["f"]()  # type: ignore[operator]
    assert error.traceback[-1].lineno == 4  # counted from 0


REFUSED = [
    # (text, the line named, what is said, why nothing of it counts)
    ('print "hello"\nh1 = 6\n', 1, "This is Python 2", "in Python 2, 1/2 is 0"),
    ("h1 = 6\nexec 'h1 = 7'\n", 2, "This is Python 2", "another word of Python 2"),
    ("h1 = 6\nif h1 <> 6:\n    h1 = 7\n", 2, "`!=`", "an operator of Python 2"),
    ("h1 = 0777\n", 1, "0o17", "a number of Python 2"),
    ("h1 = 6L\n", 1, "without an L", "another"),
    ("def f():\n        y = 1\n\treturn y\nh1 = 6\n", 3, "TabError", "nobody knows the blocks"),
    (
        "<<<<<<< HEAD\nh1 = 6\n=======\nh1 = 7\n>>>>>>> theirs\n",
        1,
        "unfinished merge",
        "which one?",
    ),
    ("h1 = 6\x00\n", 1, "null", "a byte that no text has"),
    ("Dear teacher,\n\nmy dog\nate the file\n" * 9, 1, "More than 10", "prose"),
]


@pytest.mark.parametrize(("text", "line", "said", "why"), REFUSED, ids=[row[3] for row in REFUSED])
def test_some_files_are_refused_whole(text: str, line: int, said: str, why: str) -> None:
    unit = compiled(text)
    assert unit.code is None
    (fault,) = unit.faults
    assert said in speak(fault.said)
    assert line == fault.first


UNDECODABLE = [
    (b"# caf\xe9\nh1 = 6\n", 1, "no UTF-8", "latin-1 without saying so"),
    (b"h1 = 6\n# caf\xe9\n", 2, "no UTF-8", "the line is named"),
    ("h1 = 6".encode("utf-16"), 1, "UTF-16", "Windows Notepad, once"),
    (b"# coding: klingon\nh1 = 6\n", 1, "unknown encoding", "no such encoding"),
    (b"# coding: rot13\nu1 = 6\n", 1, "SyntaxError", "an encoding that is none of text"),
]


@pytest.mark.parametrize(
    ("data", "line", "said", "why"), UNDECODABLE, ids=[row[3] for row in UNDECODABLE]
)
def test_bytes_that_are_no_text_are_named(data: bytes, line: int, said: str, why: str) -> None:
    (unit,) = program.units("submission.py", data)
    assert unit.code is None
    assert said in speak(unit.faults[0].said)
    assert line == unit.faults[0].first


OLD = [
    # (type of error, message, advice, why)
    ("NameError", "name 'xrange' is not defined", "use range", "the commonest"),
    ("NameError", "name 'raw_input' is not defined", "use input", ""),
    ("NameError", "name 'sigmoid' is not defined", "", "an ordinary mistake"),
    ("AttributeError", "'dict' object has no attribute 'iteritems'", "use items", ""),
    ("TypeError", "'dict_keys' object is not subscriptable", "list(...)", ""),
    ("TypeError", "'float' object cannot be interpreted as an integer", "`//`", "range(n / 2)"),
    ("ValueError", "xrange", "", "only the word"),
    ("EOFError", "EOF when reading a line", "instead of input()", "it waited for a person"),
    (
        "ModuleNotFoundError",
        "No module named 'torch'",
        "torch is not installed here",
        "nobody has it here",
    ),
    ("ModuleNotFoundError", "No module named 'glob', needed by torch", "torch is not", "the cause"),
    ("ModuleNotFoundError", "No module named 'wave'", "unless an import", "named at run time only"),
    ("OSError", "[Errno 30] Read-only file system: 'x'", "cannot be written", "also np.save"),
    ("FileNotFoundError", "No usable temporary directory found", "cannot be written", "tempfile"),
    ("PermissionError", "[Errno 1] Operation not permitted", "cannot be done", "a socket, say"),
]


@pytest.mark.parametrize(("kind", "message", "advice", "why"), OLD)
def test_what_an_error_betrays_is_said_with_it(
    kind: str, message: str, advice: str, why: str
) -> None:
    got = speak(hints.in_error(kind, message))
    assert advice in got
    assert bool(advice) == bool(got)


def notebook(*cells: str) -> bytes:
    return json.dumps(
        {
            "cells": [{"cell_type": "markdown", "source": ["# 1"]}]
            + [{"cell_type": "code", "source": cell.splitlines(keepends=True)} for cell in cells]
        }
    ).encode()


CELLS = [
    # (cell, what remains, why)
    ("%matplotlib inline\nx = 1", "\nx = 1", "a magic"),
    ("!pip install numpy\nx = 1", "\nx = 1", "a shell line"),
    ("!pip install \\\n  numpy\nx = 1", "\n\nx = 1", "a shell line that goes on"),
    ("np.tanh?\n?np\nx = 1", "\n\nx = 1", "questions"),
    ("files = !ls\nx = 1", "files = None\nx = 1", "the shell's answer"),
    ("%%time\nx = 1", "\nx = 1", "a cell magic round Python"),
    ("%%bash\nrm -rf /", "\n", "a cell of another language"),
    ("if x:\n    %timeit f()\ny = 1", "if x:\n    pass\ny = 1", "all of a block"),
    ("if x:\n    %time f()\ny = 1", "if x:\n    f()\ny = 1", "what is timed is run"),
    ("%time h = 3\nx = %time f(2)", "h = 3\nx = f(2)", "and binds its names"),
    ("%time\n%time  \nx = 1", "\n\nx = 1", "nothing is timed"),
    (
        f"{' ' * 30_000}x\n?y{' ' * 30_000}z",
        f"{' ' * 30_000}x\n?y{' ' * 30_000}z",
        "long lines of blanks",
    ),
    ("x = (7\n % 2)", "x = (7\n % 2)", "an operator, no magic"),
    ('s = """\n%not\n!this\n"""', 's = """\n%not\n!this\n"""', "inside a text"),
    ("x = 7 % 2  # !important?", "x = 7 % 2  # !important?", "inside a comment"),
    ("s = 'a\\'b'\n%who", "s = 'a\\'b'\n", "after a text with a quote"),
    ("x = 1 if y else 0", "x = 1 if y else 0", "nothing to do"),
]


@pytest.mark.parametrize(("cell", "expected", "why"), CELLS, ids=[row[2] for row in CELLS])
def test_what_is_no_python_leaves_the_cell(cell: str, expected: str, why: str) -> None:
    assert expected == plain_python(cell)


def test_code_cells_are_numbered_and_a_bad_one_is_named() -> None:
    units = list(program.units("a.ipynb", notebook("x = 1", "y = = 2\nz = 3", "w = 4")))
    assert [(u.cell, u.filename) for u in units] == [(1, "cell 1"), (2, "cell 2"), (3, "cell 3")]
    assert "cell 2, line 1" in speak(units[1].faults[0].said)
    assert [{"x"}, {"z"}, {"w"}] == [defined(unit) for unit in units]


def test_a_notebook_of_the_old_format_has_its_cells_in_sheets() -> None:
    old = {"worksheets": [{"cells": [{"cell_type": "code", "input": ["x = 1"]}]}]}
    assert [cell.text for cell in code_cells(json.dumps(old).encode())] == ["x = 1"]


NO_NOTEBOOK = [
    (b"", "no valid JSON", "empty"),
    (b"{", "no valid JSON", "cut"),
    (b"[]", "no list of cells", "a list"),
    (b'{"cells": 3}', "no list of cells", "no list"),
    (b"[" * 100_000, "no valid JSON", "nested without end"),
    (b"\xff\xfe", "no valid JSON", "no UTF-8"),
    (
        json.dumps({"cells": [{"cell_type": "code", "source": "x = 1"}] * 2001}).encode(),
        "2001 code cells; at most 2000",
        "more cells than anybody writes, and none is passed over in silence",
    ),
]


@pytest.mark.parametrize(("data", "said", "why"), NO_NOTEBOOK, ids=[r[2] for r in NO_NOTEBOOK])
def test_what_is_no_notebook_is_named(data: bytes, said: str, why: str) -> None:
    with pytest.raises(NotANotebook) as caught:
        code_cells(data)
    assert said in speak(caught.value.said)
    (unit,) = program.units("a.ipynb", data)
    assert unit.code is None
    assert said in speak(unit.faults[0].said)


def test_odd_cells_are_empty_not_fatal() -> None:
    cells = [{"cell_type": "code"}, {"cell_type": "code", "source": [1, "x = 1"]}, 7, {}]
    assert [c.text for c in code_cells(json.dumps({"cells": cells}).encode())] == ["", "x = 1"]


def test_what_was_typed_is_kept_as_it_was_typed() -> None:
    text = """
        a = 0.50
        b: float = 1e-3
        c = d = [0.10,
                 0.2]
        a = -0.40  # later
        for c in range(3):
            pass
        é = 'ä' ; f = 7.0
    """
    assert program.written_values(textwrap.dedent(text)) == {
        "a": "-0.40",
        "b": "1e-3",
        "d": "[0.10,\n         0.2]",
        "é": "'ä'",
        "f": "7.0",
    }
