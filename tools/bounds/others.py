"""Submissions, rosters, tables and metadata that are too long, too deep or too large."""

from __future__ import annotations

import json
from collections.abc import Iterator

from tools.bounds.sheets import DIGITS, LONG

DEEP = 100_000


def submissions() -> Iterator[tuple[str, str, str]]:
    """Name, ending and text of hand-ins for the exam about a ReLU cell."""
    yield from _answers()
    yield from _programs()


def _answers() -> Iterator[tuple[str, str, str]]:
    typed = {
        "5,000 digits": DIGITS, "5,000 digits quoted": f'"{DIGITS}"', "5,000 decimals": f"0.{DIGITS}",
        "an exponent of 5,000 digits": f'"1e{DIGITS}"', "powers of powers": '"9 ** 9 ** 9 ** 9"',
        "100,000 brackets": f'"{"(" * DEEP}1{")" * DEEP}"', "100,000 signs": f'"{"-" * DEEP}1"',
        "100,000 terms": f'"{"+".join(["1"] * DEEP)}"', "100,000 lists": "[" * DEEP + "1" + "]" * DEEP,
        "a list of 100,000": f"[{', '.join(['1'] * DEEP)}]", "5,000 letters": LONG,
        "roots of roots": f'"{"sqrt(" * 5000}2{")" * 5000}"', "3,000 blanks": f'"1{" " * 3000}x"',
        "fractions of fractions": f'"{"/".join(["1"] * 5000)}"', "a text of a megabyte": f'"{"word " * 200_000}"',
    }  # fmt: skip
    for name, value in typed.items():
        yield (
            name,
            ".yaml",
            f"a_parameters: 45\nc_h2: {value}\nb_reason: {value}\nb_claim: {value}\n",
        )
    yield "a key of 5,000 letters", ".yaml", f"{LONG}: 1\na_parameters: 45\n"
    yield "an assignment of 5,000 letters", ".yaml", f"assignment: {LONG}\na_parameters: 45\n"
    yield "an assignment that climbs", ".yaml", "assignment: ../../../../etc\na_parameters: 45\n"
    yield "a student of 5,000 letters", ".yaml", f"student: {LONG}\na_parameters: 45\n"
    yield "escapes in a name", ".yaml", 'student: "\\e[2J\\u202e=1+1"\n"a\\e[2J": 1\n'
    yield "20,000 keys", ".yaml", "".join(f"k{i}: 1\n" for i in range(20_000))
    aliases = "".join(f"b{i}: &b{i} [{', '.join([f'*b{i - 1}'] * 9)}]\n" for i in range(1, 12))
    yield "aliases of aliases", ".yaml", f"b0: &b0 [1, 1]\n{aliases}c_h2: *b11\n"
    yield "a list in itself", ".yaml", "c_h2: &a [*a]\n"
    yield "a tag of Python", ".yaml", "c_h2: !!python/object/apply:os.system ['id']\n"
    yield "numbers of 5,000 digits", ".json", f'{{"a_parameters": {DIGITS}, "c_h2": 1e{DIGITS}}}'
    yield "100,000 lists", ".json", f'{{"c_h2": {"[" * DEEP}1{"]" * DEEP}}}'
    yield (
        "constants that are no numbers",
        ".json",
        '{"c_h2": NaN, "c_h3": Infinity, "a_parameters": -Infinity}',
    )
    yield "a name a thousand times", ".json", "{" + ", ".join(['"c_h2": 0'] * 1000) + "}"


def _programs() -> Iterator[tuple[str, str, str]]:
    yield "a name of 5,000 letters", ".py", f"{LONG} = 1\na_parameters = 45\n"
    yield (
        "numbers of 5,000 digits",
        ".py",
        f"c_h2 = {DIGITS}\nc_h3 = 1e{DIGITS[:400]}\na_parameters = 45\n",
    )
    yield "powers of powers", ".py", "a_parameters = 45\nc_h2 = 9 ** 9 ** 9 ** 9\n"
    yield "100,000 brackets", ".py", f"a_parameters = 45\nc_h2 = {'(' * DEEP}1{')' * DEEP}\n"
    yield "100,000 terms", ".py", f"a_parameters = 45\nc_h2 = {'+'.join(['1'] * DEEP)}\n"
    yield "100,000 lines", ".py", "a_parameters = 45\n" * DEEP
    yield "100,000 imports", ".py", "".join(f"import m{i}\n" for i in range(DEEP // 10))
    yield "blanks without end", ".py", f"c_h2 = 1{' ' * 100_000}x\n"
    yield "an assignment of 5,000 letters", ".py", f"assignment = '{LONG}'\na_parameters = 45\n"
    cell: dict[str, object] = {
        "cell_type": "code",
        "metadata": {},
        "outputs": [],
        "execution_count": None,
        "source": "a_parameters = 45",
    }
    book: dict[str, object] = {
        "nbformat": 4,
        "nbformat_minor": 5,
        "metadata": {},
        "cells": [cell] * 3000,
    }
    yield "3,000 cells", ".ipynb", json.dumps(book)
    book["cells"] = [cell | {"source": f"c_h2{' ' * 3000}x = 1"}]
    yield "3,000 blanks in a cell", ".ipynb", json.dumps(book)
    book["cells"] = [cell | {"source": ["%%time" + "!" * 5000, DIGITS] * 500}]
    yield "magics without end", ".ipynb", json.dumps(book)
    yield "100,000 lists", ".ipynb", "[" * DEEP + "]" * DEEP


def rosters() -> Iterator[tuple[str, str, str]]:
    """Tables of students."""
    yield "an id of 5,000 letters", ".csv", f"id\n{LONG}\n"
    yield "an id of 5,000 digits", ".csv", f"id\n{DIGITS}\n"
    yield (
        "ids that climb",
        ".csv",
        "id\n../../../etc/passwd\n/etc/passwd\n.\n..\n~\nCON\na/b\na\\b\n",
    )
    yield (
        "formulas and escapes",
        ".csv",
        'id,name\n=1+1,"=HYPERLINK(""http://x"")"\n@SUM(A1),\x1b[2J\n-2,+3\n',
    )
    yield "20,000 columns", ".csv", ",".join(f"c{i}" for i in range(20_000)) + "\n"
    yield "a quote that is not closed", ".csv", 'id\n"' + "x\n" * 100_000
    yield "a cell of a megabyte", ".csv", "id,name\nA1," + "x" * 1_000_000 + "\n"
    yield "zeros", ".csv", "id\n\0\0\n"
    yield "nothing", ".csv", ""
    yield "100,000 empty lines", ".csv", "id\n" + "\n" * 100_000


def marks() -> Iterator[tuple[str, str, str]]:
    """Tables of marks."""
    head = "student,answer,points,remark\n"
    for points in (DIGITS, f"1e{DIGITS}", "1e999", "nan", "9**9**9**9", "1/0", f"1/{DIGITS}", "-1"):
        yield f"points {points[:12]}", ".csv", f"{head}A1,b_reason,{points},\n"
    yield "names of 5,000 letters", ".csv", f"{head}{LONG},{LONG},1,{LONG}\n"
    yield "formulas", ".csv", f'{head}=A1,b_reason,1,"=cmd|x!A1"\n'
    yield "a quote that is not closed", ".csv", head + 'A1,b_reason,1,"' + "x\n" * 100_000


def manifests() -> Iterator[tuple[str, str, str]]:
    """Lists of who got which numbers."""
    yield "no JSON", ".json", "{"
    yield "100,000 lists", ".json", "[" * DEEP + "]" * DEEP
    yield (
        "5,000 digits",
        ".json",
        f'{{"assignment": "exam-relu-9", "version": {DIGITS}, "students": {{}}}}',
    )
    yield "students of nothing", ".json", '{"assignment": "exam-relu-9", "students": {"A1": null}}'
    yield "a name that climbs", ".json", '{"assignment": "../../x", "students": {"../A1": {}}}'
    yield "a number for all", ".json", "7"


def metadata() -> Iterator[tuple[str, str, str]]:
    """What Gradescope says of a submission."""
    yield "5,000 digits", ".json", f'{{"id": {DIGITS}, "users": [{{"sid": {DIGITS}}}]}}'
    yield "100,000 lists", ".json", "[" * DEEP + "]" * DEEP
    yield "long names", ".json", json.dumps({"users": [{"name": LONG, "sid": LONG, "email": LONG}]})
    yield (
        "dates that are none",
        ".json",
        f'{{"created_at": "{DIGITS}-01-01T00:00:00Z", "assignment": {{"due_date": 7}}}}',
    )
    yield "previous ones without end", ".json", json.dumps({"previous_submissions": [{}] * 20_000})


def secrets() -> Iterator[tuple[str, str, str]]:
    """What draws a class."""
    yield "a line of a megabyte", ".txt", "x" * 1_000_000
    yield "zeros", ".txt", "\0" * 100
    yield "no text", ".txt", "\udcff" * 40
