"""Lines of a program that fit on a page: broken after commas, or before signs."""

from __future__ import annotations

from collections.abc import Iterator

WIDTH = 88


def fitted(line: str) -> Iterator[str]:
    """A line, in several where it is too long and there is a place to break it."""
    indent = line[: len(line) - len(line.lstrip())]
    if len(line) <= WIDTH or "#" in line:
        yield line
        return
    head, inner, tail = _halves(line)
    parts = _parts(inner, ", ")
    rows = [f"{part}," for part in parts] if len(parts) > 1 else _terms(inner)
    if len(rows) < 2:
        yield line
        return
    yield head
    yield from _filled(rows, f"{indent}    ")
    yield f"{indent}{tail}"


def _halves(line: str) -> tuple[str, str, str]:
    """What stands before a break, within, and after it: in brackets that are there, or in new ones."""
    if line.lstrip().startswith("def "):
        start, end = line.index("("), line.rindex(")")
        return line[: start + 1], line[start + 1 : end], line[end:]
    indent = line[: len(line) - len(line.lstrip())]
    names, equals, value = line.strip().partition(" = ")
    if equals and len(names) > len(value):  # what is taken out of a cache
        return f"{indent}(", names, f") = {value}"
    head, text = (
        (f"{indent}{names} = ", value) if equals else (f"{indent}return ", names[len("return ") :])
    )
    if not equals and not names.startswith("return "):
        start, end = line.find("("), line.rfind(")")
        return line[: start + 1], line[start + 1 : end], line[end:]
    if text[0] in "([{" and _closes(text) == len(text) - 1:
        return head + text[0], text[1:-1], text[-1]
    return f"{head}(", text, ")"


def _closes(text: str) -> int:
    """Where the bracket is closed that a text begins with."""
    depth = 0
    for place, letter in enumerate(text):
        depth += (letter in "([{") - (letter in ")]}")
        if not depth:
            return place
    return -1


def _terms(text: str) -> list[str]:
    first, *rest = _parts(text, " + ")
    return [first, *(f"+ {term}" for term in rest)]


def _parts(text: str, between: str) -> list[str]:
    """What stands between signs that are in no brackets."""
    depth, start, found = 0, 0, []
    for place, letter in enumerate(text):
        depth += (letter in "([{") - (letter in ")]}")
        if not depth and text.startswith(between, place):
            found.append(text[start:place])
            start = place + len(between)
    return [*found, text[start:]]


def _filled(parts: list[str], indent: str) -> Iterator[str]:
    row = ""
    for part in parts:
        if row and len(indent) + len(row) + 1 + len(part) > WIDTH:
            yield indent + row
            row = ""
        row = f"{row} {part}".lstrip()
    if row:
        yield indent + row
