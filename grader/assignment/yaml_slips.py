"""What a YAML file that cannot be read was meant to say, and in which line the slip is.

A parser stops where it can no longer go on, which is often a line after the slip: a quote that is
never closed ends at the next one, a missing colon shows at the next colon.  Each rule here looks for
one slip, near the place where reading stopped, and answers with its own line.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import NamedTuple

from grader.words.sentences.complaints import yaml as sentences


class Slip(NamedTuple):
    """A slip of the pen: its line (from 1), what it is, what to write, and its column (from 0)."""

    line: int
    said: str
    remedy: str
    column: int = 0


class Stop(NamedTuple):
    """Where reading stopped (line from 1, column from 0), and what the parser says of it."""

    lines: list[str]
    line: int
    column: int
    said: str

    @property
    def shown(self) -> str:
        """The line in which it stopped."""
        return self.lines[self.line - 1] if 0 < self.line <= len(self.lines) else ""


_LISTS = frozenset({"questions", "readings", "alternatives"})
_PAIRS = {"{": "}", "[": "]"}
_QUOTED = re.compile(r'"(?:[^"\\]|\\.)*"' + r"|(?<=[\s\[{,:])'(?:[^']|'')*'")
_REMARK = re.compile(r"(?:^|\s)#.*")
_BLOCK = re.compile(r"[:\-]\s+[|>][-+0-9]*\s*$")
_KEY = re.compile(r"\s*(?:-\s+)?[\w .-]+:(?:\s|$)")
_FLOW = re.compile(r"(?:^\s*(?:-\s+)*|:\s+)([\[{])")
_BARE_IN_BRACES = re.compile(r"""[{,]\s*[\w.]+:\s+[^"'\s{\[][^"',}]*\[""")
_ALONE = re.compile(r"\s*(?:-\s+)?([A-Za-z_][\w-]*)\s*$")
_GLUED = re.compile(r"\s*(?:-\s+)?([A-Za-z_]\w*):([^\s:].*)$")
_NO_COLON = re.compile(r"\s*(?:-\s+)?([A-Za-z_]\w*)\s+(\S.*)$")


def slip(stop: Stop) -> Slip | None:
    """The slip that explains why a text cannot be read, if one does."""
    for rule in _RULES:
        found = rule(stop)
        if found is not None:
            here = stop.column if found.line == stop.line else _indent(stop.lines[found.line - 1])
            return found._replace(column=here)
    return None


def _tab(stop: Stop) -> Slip | None:
    if "\t" in stop.shown[: _indent(stop.shown)]:
        return Slip(stop.line, *sentences.tab_before_the_first_word())
    return None


def _quote(stop: Stop) -> Slip | None:
    """A quote that is opened and closed only by the next one."""
    odd = [
        number
        for number, line in _plain_lines(stop)
        if _REMARK.sub("", _QUOTED.sub("", line)).count('"') % 2
    ]
    if len(odd) % 2:
        return Slip(odd[-1], *sentences.quote_never_closed())
    return None


def _bracket(stop: Stop) -> Slip | None:
    """A bracket that is still open where a new key begins."""
    opened: list[tuple[int, str]] = []
    for number, line in _plain_lines(stop):
        if opened and _indent(line) <= _indent(stop.lines[opened[0][0] - 1]) and _is_new(line):
            where, mark = opened[-1]
            return Slip(
                where,
                *sentences.bracket_never_closed(mark, _PAIRS[mark]),
            )
        code = _code(line)
        flow = _FLOW.search(code)
        if not opened and flow is None:
            continue
        for letter in code[flow.start(1) if flow and not opened else 0 :]:
            if letter in _PAIRS:
                opened.append((number, letter))
            elif letter in _PAIRS.values() and opened:
                opened.pop()
    return None


def _rows(stop: Stop) -> Slip | None:
    """Rows of a matrix without the brackets round all of them: `W: [1, 2], [3, 4]`."""
    found = re.fullmatch(
        r"\s*(?:-\s+)?([\w.]+):\s*(\[.*\]\s*,\s*\[.*\])\s*", _REMARK.sub("", stop.shown)
    )
    if found is None or "expected key" not in stop.said:
        return None
    return Slip(stop.line, *sentences.rows_without_brackets(found[1], found[2]))


def _in_braces(stop: Stop) -> Slip | None:
    if _BARE_IN_BRACES.search(stop.shown):
        remedy = sentences.quote_brackets_inside_braces()
        return Slip(stop.line, stop.said, remedy)
    return None


def _step_for_a_name(stop: Stop) -> Slip | None:
    """A quantity at a step where a name in braces is meant: `{h[0]: 1}`."""
    found = re.search(r"[{,]\s*([A-Za-z]\w*)\[(\w+)\]\s*:", stop.shown)
    return Slip(stop.line, *sentences.step_for_a_name(found[1], found[2])) if found else None


def _colon_in_braces(stop: Stop) -> Slip | None:
    found = re.search(r"[{,]\s*([A-Za-z_]\w*)\s+[\"\[{]", stop.shown)
    return _colon_after(stop.line, found[1]) if found else None


def _comma(stop: Stop) -> Slip | None:
    """Entries of a list or of braces that run into one another, or a comma too many."""
    before = stop.shown[: stop.column].rstrip()
    if "node content" in stop.said and re.search(r",\s*$", before):
        return Slip(stop.line, *sentences.two_commas_stand_in_a_row())
    if "expected ','" not in stop.said:
        return None
    runs_in = re.search(r"\s([\w.]+)$", before)
    next_word = re.match(r"[^\s,\]}]+", stop.shown[stop.column :])
    if next_word and re.search(r";\s*[\w.]*$", before):
        return Slip(
            stop.line, sentences.semicolon_between_entries(), sentences.write_comma_for_it()
        )
    if runs_in and next_word and next_word[0].startswith(":"):
        return Slip(stop.line, f"no comma before {runs_in[1]}", f'write a comma: ", {runs_in[1]}"')
    if next_word and next_word[0].startswith(";"):
        return Slip(
            stop.line, sentences.semicolon_between_entries(), sentences.write_comma_for_it()
        )
    if next_word and before[-1:] in "\"'])}0123456789":
        said = f"no comma before {next_word[0]}"
        return Slip(stop.line, said, f'write a comma: ", {next_word[0]}"')
    return None


def _colon(stop: Stop) -> Slip | None:
    """A key without its colon: in this line before a bracket, or in the line above."""
    if "mapping values" not in stop.said:
        return None
    here = re.match(r"\s*(?:-\s+)?([A-Za-z_]\w*)\s+[\[{]", stop.shown)
    if here:
        return _colon_after(stop.line, here[1])
    if re.search(r":\s", _code(stop.shown[: stop.column])):
        return None  # a second colon in one line: its text wants quotes
    above = _above(stop, stop.line)
    if above is None:
        return None
    number, line = above
    if re.match(r"\s*-\w", line):
        word = line.strip().partition(":")[0]
        said = sentences.no_space_after_the_dash(word)
        return Slip(number, said, sentences.write_with_a_space_after())
    alone = _ALONE.match(_code(line))
    if alone and _indent(stop.shown) > _indent(line):
        return _colon_after(number, alone[1])
    bare = _NO_COLON.match(_REMARK.sub("", line))
    if bare and ":" not in _code(line):
        return _colon_after(number, bare[1], bare[2].strip())
    return None


def _glued(stop: Stop) -> Slip | None:
    """A key whose value follows its colon at once, in the line above."""
    above = _above(stop, stop.line)
    if above is None or not any(said in stop.said for said in ("mapping values", "expected key")):
        return None
    found = _GLUED.match(_REMARK.sub("", above[1]))
    if found is None:
        return None
    said = sentences.no_space_after_the_colon(found[1], found[2].strip())
    return Slip(above[0], *said)


def _dash(stop: Stop) -> Slip | None:
    """The first key of a list's entry without its dash."""
    if stop.shown.lstrip().startswith("- "):
        return _first_dash(stop)
    if "'-' indicator" in stop.said:
        return _dash_of_a_later_entry(stop)
    above = _above(stop, stop.line)
    if "mapping values" not in stop.said or above is None:
        return None
    number, line = above
    parent = next(
        (text for n, text in reversed([*_plain_lines(stop)]) if n < number and _indent(text) < _indent(line)),
        "",
    )  # fmt: skip
    name = parent.strip().rstrip(":")
    if name in _LISTS and _indent(stop.shown) > _indent(line) and not line.lstrip().startswith("-"):
        first = line.strip()
        return Slip(number, *sentences.list_without_dash(name, first))
    return None


def _dash_of_a_later_entry(stop: Stop) -> Slip | None:
    """An entry of a list, not the first, without its dash or without the space behind it."""
    word = stop.shown.strip()
    if re.match(r"-\w", word):
        said = sentences.no_space_after_the_dash(word.partition(":")[0])
        return Slip(stop.line, said, sentences.write_with_a_space_after())
    dashes = [n for n, line in _plain_lines(stop) if re.match(r"\s*-\s", line) and n < stop.line]
    if not dashes or _indent(stop.lines[dashes[-1] - 1]) != _indent(stop.shown):
        return None
    return Slip(stop.line, *sentences.entry_without_dash(dashes[-1], word))


def _first_dash(stop: Stop) -> Slip | None:
    """The dash that the first entry of a list lacks, where that of the second is the stop."""
    before: list[tuple[int, str]] = []
    for number, line in reversed([*_plain_lines(stop)]):
        name = _code(line).strip().rstrip(":")
        if name in _LISTS and _indent(line) <= _indent(stop.shown):
            first = before[-1] if before else (number, "-")
            if first[1].lstrip().startswith("-"):
                return None
            return Slip(first[0], *sentences.list_without_dash(name, first[1].strip()))
        if number < stop.line:
            before.append((number, line))
    return None


def _block(stop: Stop) -> Slip | None:
    """The text of a cell without the bar that lets it have several lines."""
    if "=" not in stop.shown and "mapping values" not in stop.said:
        return None
    for number, line in reversed([*_plain_lines(stop)]):
        empty = re.match(r"\s+([\w.-]+):\s*$", _code(line))
        if empty and number < stop.line and "=" in stop.shown:
            said = sentences.is_a_text_of_several_lines(empty[1])
            return Slip(number, said, f'write "{empty[1]}: |"')
    return None


def _indentation(stop: Stop) -> Slip | None:
    """A line that stands a little off from those that it belongs to."""
    deeper = "mapping values" in stop.said and ":" not in _code(stop.shown[: stop.column])
    off = any(words in stop.said for words in ("expected key", "'-' indicator", "block end"))
    if not (deeper or off) or not stop.shown.strip():
        return None
    columns = _columns(stop)
    mine = _indent(stop.shown)
    if mine in columns or not columns:
        return None
    wanted = min(columns, key=lambda column: (abs(column - mine), -column))
    word = stop.shown.strip().partition(":")[0]
    said = sentences.stray_indentation(word, mine)
    return Slip(stop.line, said, f"indent it by {wanted} spaces, as line {columns[wanted]}")


_RULES: tuple[Callable[[Stop], Slip | None], ...] = (
    _tab, _quote, _rows, _step_for_a_name, _in_braces, _colon_in_braces, _bracket, _comma, _glued, _block, _colon, _dash, _indentation,
)  # fmt: skip


# -- looking at lines -----------------------------------------------------------------------


def _plain_lines(stop: Stop) -> Iterator[tuple[int, str]]:
    """The lines up to the stop that say something, without remarks alone and texts in blocks."""
    block: int | None = None
    for number, line in enumerate(stop.lines[: stop.line], start=1):
        if not line.strip() or line.lstrip().startswith("#"):
            continue
        if block is not None and _indent(line) > block:
            continue
        block = _indent(line) if _BLOCK.search(_REMARK.sub("", line)) else None
        yield number, line


def _above(stop: Stop, line: int) -> tuple[int, str] | None:
    found = [(number, text) for number, text in _plain_lines(stop) if number < line]
    return found[-1] if found else None


def _columns(stop: Stop) -> dict[int, int]:
    """Where the keys stand that are open above the stop: their column, and a line that has it."""
    found: dict[int, int] = {}
    for number, line in _plain_lines(stop):
        if number >= stop.line:
            break
        dash = re.match(r"\s*-\s+", line)
        mine = _indent(line)
        found = {column: where for column, where in found.items() if column <= mine}
        found[mine] = number
        if dash:
            found[dash.end()] = number
    return found


def _code(line: str) -> str:
    """A line without remarks, with the insides of quotes blotted out."""
    blotted = _QUOTED.sub(lambda quoted: '"' + "·" * (len(quoted[0]) - 2) + '"', line)
    return _REMARK.sub("", blotted)


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip())


def _is_new(line: str) -> bool:
    return bool(_KEY.match(line)) or line.lstrip().startswith("- ")


def _colon_after(line: int, word: str, rest: str = "...") -> Slip:
    said = f'no colon after "{f"{word} {rest}" if rest != "..." else word}"'
    return Slip(line, said, sentences.write_key_value_with_a_colon(word, rest))
