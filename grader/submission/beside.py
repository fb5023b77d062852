"""What belongs to a program: the modules that it imports from beside it, or from its own package.

Of a folder everything that one student handed in may serve; of a single file only what it names, and
nothing at all where the files beside it are other students' hand-ins.  All this is read from the bytes:
nothing is run.  Every module has a key, the path under which the program's imports find it: `utils.py`
lies beside the program, `course/utils.py` in the package `course` that the program is a member of.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from pathlib import Path

from grader.sandbox.source import Source, SubmissionError
from reference.records import dataclass, replace

MOST = 60  # modules that may come along with one file
UP = 4  # folders above a file in which its package may begin
UNNAMED = (
    "handed_in"  # the package of a program that says `from .utils import f` where none has a name
)
_USUAL = frozenset({"submission", "answers", "solution", "solutions", "main", "homework"})
_LIBRARIES = frozenset({"numpy", "scipy", "matplotlib", "pandas", "torch", "sklearn"})
_ENDINGS = frozenset({".py", ".ipynb", ".yaml", ".yml", ".json"})

_ABSOLUTE = re.compile(rb"(?:^|[\s;\"'])import[ \t]+([A-Za-z_][\w., \t]*)")
_FROM = re.compile(
    rb"(?:^|[\s;\"'])from[ \t]+(\.*[\w.]*)[ \t]+import[ \t]*(?:\(([^)]*)\)|([\w., \t*]+))"
)
_BOUND = re.compile(
    rb"^[ \t]*\"?(?:def[ \t]+|class[ \t]+)?\"?([A-Za-z_]\w*)\"?[ \t]*(?:=(?!=)|:|\()", re.MULTILINE
)
_NO_NAMES = frozenset({b"if", b"while", b"for", b"with", b"try", b"else", b"elif", b"print", b"return",
                       b"cell_type", b"source", b"metadata", b"outputs", b"assignment"})  # fmt: skip


@dataclass(frozen=True)
class Along:
    """A program with the modules that come along, by key; `left` lie beside it and do not."""

    source: Source
    named: tuple[str, ...] = ()
    left: tuple[str, ...] = ()


def with_modules(path: Path, source: Source) -> Along:
    """A single file with what it imports from beside it, or from its own package."""
    program = source.files[source.main]
    home = _Home.of(path.parent, program)
    found = {key: data for key, data in home.reached(program) if key != source.main}
    if not found:
        return Along(source)
    if _is_of_several(path, program):
        return Along(source, left=tuple(found))
    files = {**source.files, **found}
    return Along(replace(source, files=files, package=home.package), tuple(found))


def as_member(source: Source, inside: Path) -> Source:
    """A program of a folder as a member of its package; `inside` leads to it from the hand-in's root."""
    parts = inside.parts
    if not parts or not all(part.isidentifier() for part in parts):
        return source
    prefix = "/".join(parts)
    again = {
        f"{prefix}/{key}": data
        for key, data in source.files.items()
        if key.endswith(".py") and key != source.main
    }
    return replace(source, files={**again, **source.files}, package=".".join(parts))


@dataclass(frozen=True)
class _Home:
    """Where a program lies: its folder, and the way to it from where its package begins."""

    folder: Path
    way: tuple[str, ...] = ()

    @classmethod
    def of(cls, folder: Path, program: bytes) -> _Home:
        """The home that a program's own imports ask for."""
        folder = folder.resolve()
        above = folder.parts[1:][-UP:]
        depth = 0
        for level, dotted in _wanted(program):
            top = dotted.partition(".")[0]
            by_name = next((n for n in range(1, len(above) + 1) if above[-n] == top), 0)
            depth = max(depth, level or by_name)
        way = above[len(above) - depth :] if 0 < depth <= len(above) else ()
        if not all(part.isidentifier() for part in way):
            way = ()
        return cls(folder, tuple(way))

    @property
    def package(self) -> str:
        """The package that the program is a member of; empty if it is of none."""
        return ".".join(self.way)

    def reached(self, program: bytes) -> Iterator[tuple[str, bytes]]:
        """The modules that a program reaches by its imports, those of its modules included."""
        waiting = [(program, self.way)]
        seen: set[str] = set()
        while waiting and len(seen) < MOST:
            data, package = waiting.pop(0)
            for key in self._keys(data, package):
                if key in seen or (module := self._read(key)) is None:
                    continue
                seen.add(key)
                waiting.append((module, tuple(key.split("/")[:-1])))
                yield key, module

    def _keys(self, program: bytes, package: tuple[str, ...]) -> Iterator[str]:
        """Where the modules may lie that a file of this package imports."""
        for level, dotted in _wanted(program):
            parts = tuple(dotted.split(".")) if dotted else ()
            if level:
                parts = (*package[: len(package) - level + 1], *parts)
            elif not parts or parts[0] in sys.stdlib_module_names or parts[0] in _LIBRARIES:
                continue
            for end in range(1, len(parts) + 1):
                yield "/".join((*parts[:end], "__init__.py"))
                yield "/".join(parts[:end]) + ".py"

    def _read(self, key: str) -> bytes | None:
        """The bytes of a module, if a plain file lies where its key leads."""
        places = [self.folder / key]
        within = "/".join(self.way)
        if within and key.startswith(f"{self.way[0]}/"):
            root = self.folder.parents[len(self.way) - 1]
            own = key.removeprefix(f"{within}/")
            places.append(root / key if own == key else self.folder / own)
        for path in places:
            if (data := _bytes(path)) is not None:
                return data
        return None


def _bytes(path: Path) -> bytes | None:
    """What a plain file holds; None if it is none, or cannot be read."""
    try:
        return Source.read(path).files[path.name] if path.is_file() else None
    except (SubmissionError, OSError, ValueError):
        return None


def _wanted(program: bytes) -> Iterator[tuple[int, str]]:
    """What is imported: how many dots stand before it, and the name."""
    for match in _ABSOLUTE.finditer(program):
        for part in match[1].split(b","):
            if words := part.split():
                yield 0, words[0].decode()
    for match in _FROM.finditer(program):
        whole = match[1].decode(errors="replace")
        dotted = whole.lstrip(".")
        level = len(whole) - len(dotted)
        yield level, dotted
        for part in (match[2] or match[3] or b"").split(b","):
            if (words := part.split()) and words[0] != b"*":
                yield level, f"{dotted}.{words[0].decode(errors='replace')}".lstrip(".")


def _is_of_several(path: Path, program: bytes) -> bool:
    """Whether the files beside this one are hand-ins of other students: they give the same answers."""
    if path.stem.lower() in _USUAL:
        return False
    mine = _bound(program)
    others = []
    for other in sorted(path.parent.iterdir())[:500]:
        if other == path or other.suffix.lower() not in _ENDINGS or other.name.startswith("."):
            continue
        if (data := _bytes(other)) is not None:
            others.append(_bound(data))
    if any(_alike(mine, each) for each in others):
        return True
    return any(_alike(one, two) for n, one in enumerate(others) for two in others[:n][:20])


def _alike(one: frozenset[bytes], two: frozenset[bytes]) -> bool:
    return bool(one and two) and 2 * len(one & two) >= max(len(one), len(two))


def _bound(program: bytes) -> frozenset[bytes]:
    """The names that a file seems to give values to."""
    return frozenset(_BOUND.findall(program)) - _NO_NAMES
