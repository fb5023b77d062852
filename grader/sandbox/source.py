"""A submission as bytes: what it is made of, read so that nothing in it can mislead us.

Links are never followed, pipes and devices never waited for, large files never read.  What
is read here is never run or imported in this process.
"""

from __future__ import annotations

import encodings.aliases
import errno
import os
import re
import stat
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path

from grader.sandbox.arrays import NUMPY
from grader.sandbox.notebook import NotANotebook, without_outputs
from grader.sandbox.tensors import FRAMEWORKS, LATE
from grader.words.sentences import sources as sentences
from reference.records import dataclass

MAIN = "submission.py"
MAX_NOTEBOOK = 32 << 20  # with its pictures; the code in it is a program like any other
MAX_FILE = 2 << 20  # a notebook with pictures in its outputs is below this; a program far below
MAX_TOTAL = 8 << 20
MAX_FILES = 200
MAX_ENTRIES = 2_000  # looked at, in all folders
MAX_DEPTH = 3
_IMPORTS = re.compile(
    rb"(?:^|[\s;\"'])(?:import|from)[ \t]+([A-Za-z_][\w.]*(?:[ \t]*,[ \t]*[A-Za-z_][\w.]*)*)"
)

_FROM = re.compile(rb"from[ \t]+([A-Za-z_][\w.]*)[ \t]+import[ \t(]+([\w \t,]+)")
_CALLED = re.compile(rb"(?:__import__|import_module)\([ \t]*[\"']([A-Za-z_][\w.]*)")

# parts of NumPy that it imports only when they are used
_LATE = re.compile(
    rb"\b(random|fft|ma|polynomial|testing|char|strings|rec|ctypeslib|typing|matlib)\b"
)
# A program without these, and without libraries, is a list of plain values that needs no arrays.
_NEEDS_ARRAYS = re.compile(
    rb"numpy|def[ \t]|lambda|class[ \t]|exec|eval|__|import_|importlib|pkgutil|runpy|builtins|globals|vars|getattr|modules"
)
# what Python and NumPy import only when these words come to be used
_WORDS = {
    b"strptime": "_strptime",
    b"help(": "pydoc",
    b"np.info": "pydoc",
    b"utf-8-sig": "encodings.utf_8_sig",
    b"cp1252": "encodings.cp1252",
    # NumPy's sets and medians look whether their array is a masked one
    **dict.fromkeys(
        (
            b"unique",
            b"isin",
            b"in1d",
            b"union1d",
            b"intersect1d",
            b"setdiff1d",
            b"setxor1d",
            b"median",
        ),
        "numpy.ma",
    ),
}
_COOKIE = re.compile(rb"^[ \t\f]*#.*?coding[:=][ \t]*([-\w.]+)")

# without these two, on Windows, links and pipes are recognised by `stat` alone
_SAFELY = getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)


class SubmissionError(Exception):
    """What was handed in cannot be read.  `note` is for programs, `sentence` for people."""

    def __init__(self, note: str, sentence: str) -> None:
        super().__init__(sentence)
        self.note = note
        self.sentence = sentence


@dataclass(frozen=True)
class Source:
    """The files of a submission by their relative path; `main` is the one that runs.

    `also` are modules that are there although no file imports them.
    `package` is the one that `main` is a member of, if it is of any.  `frameworks` are libraries
    that it works with and that nobody else has.  `joined` are other files that run and are graded with it.
    """

    main: str
    files: Mapping[str, bytes]
    skipped: tuple[str, ...] = ()
    also: tuple[str, ...] = ()
    package: str = ""
    frameworks: tuple[str, ...] = ()
    joined: tuple[str, ...] = ()

    @classmethod
    def of_text(cls, text: str) -> Source:
        """A submission that consists of this program."""
        return cls(MAIN, {MAIN: text.encode()})

    @classmethod
    def read(cls, path: str | os.PathLike[str]) -> Source:
        """Read a `.py` or `.ipynb` file, or a folder with `submission.py` or one notebook."""
        path = Path(path)
        try:
            mode = os.lstat(path).st_mode
        except (OSError, ValueError):
            raise SubmissionError("source.missing", sentences.no_file(path.name)) from None
        if stat.S_ISLNK(mode):
            raise SubmissionError("source.link", sentences.is_link(path.name))
        if stat.S_ISDIR(mode):
            return _read_folder(path)
        return cls(path.name, {path.name: _read_file(path, path.name)})

    @property
    def graded(self) -> tuple[str, ...]:
        """The files that run, the main one first."""
        return (self.main, *self.joined)

    @property
    def has_data(self) -> bool:
        """Whether there are files besides programs, which the code may want to open."""
        return any(name not in self.graded and not name.endswith(".py") for name in self.files)

    @property
    def named_frameworks(self) -> tuple[str, ...]:
        """The frameworks that its files import."""
        programs = (data for name, data in self.files.items() if name.endswith((".py", ".ipynb")))
        tops = {module.partition(".")[0] for data in programs for module in _imported(data)}
        return tuple(sorted(tops & FRAMEWORKS))

    def imports(self) -> tuple[str, ...]:
        """The modules that seem to be imported: a look at the bytes, nothing is parsed."""
        found: dict[str, None] = dict.fromkeys((*self.frameworks, *self.also))
        for name, data in self.files.items():
            if name in self.graded or name.endswith(".py"):
                found.update(dict.fromkeys(_codec(data)))
                if _NEEDS_ARRAYS.search(data) or _libraries(data):
                    found[NUMPY] = None
                if b"numpy" in data:
                    found.update((f"numpy.{m.decode()}", None) for m in _LATE.findall(data))
                words = {**_WORDS, **LATE} if self.frameworks else _WORDS
                found.update((late, None) for word, late in words.items() if word in data)
                for module in _imported(data):
                    if module.partition(".")[0] in FRAMEWORKS and not self.frameworks:
                        continue
                    found[module] = None
                    if len(found) >= MAX_FILES:
                        return tuple(found)
        return tuple(found)


def _imported(data: bytes) -> Iterator[str]:
    """The modules that stand behind `import` and `from`; with `from a import b`, `a.b` as well."""
    for match in _IMPORTS.finditer(data):
        yield from (module.strip().decode() for module in match[1].split(b","))
    yield from (f"{module}.{name}" for module, name in _taken(data))
    for match in _CALLED.finditer(data):
        yield match[1].decode()


def _taken(data: bytes) -> Iterator[tuple[str, str]]:
    """The modules behind `from`, each with a name that is taken from it."""
    for match in _FROM.finditer(data):
        names = (words.split()[0] for words in match[2].split(b",") if words.split())
        yield from ((match[1].decode(), name.decode()) for name in names)


def _libraries(data: bytes) -> set[str]:
    """Modules that are not Python's own, and may bring NumPy along."""
    tops = {module.partition(".")[0] for module in _imported(data)}
    return tops - {name for _, name in _taken(data)} - sys.stdlib_module_names


def _codec(data: bytes) -> Iterator[str]:
    """The module of Python's that decodes such a file, if it is not the usual one."""
    if data.startswith(b"\xef\xbb\xbf"):
        yield "encodings.utf_8_sig"
    for line in data.split(b"\n", 2)[:2]:
        if cookie := _COOKIE.match(line):
            name = encodings.normalize_encoding(cookie[1].decode()).lower()
            yield f"encodings.{encodings.aliases.aliases.get(name, name)}"


def _read_folder(folder: Path) -> Source:
    names = sorted(os.listdir(folder))[:MAX_ENTRIES]
    if MAIN in names:
        main = MAIN
    else:
        notebooks = [name for name in names if name.endswith(".ipynb") and not name.startswith(".")]
        if not notebooks:
            raise SubmissionError("source.missing", sentences.no_main(MAIN))
        if len(notebooks) > 1:
            listed = ", ".join(notebooks[:5])
            raise SubmissionError(
                "source.ambiguous",
                sentences.several_notebooks(listed, MAIN),
            )
        main = notebooks[0]
    files = {main: _read_file(folder / main, main)}
    skipped: list[str] = []
    room = MAX_TOTAL - len(files[main])
    for relative in _walk(folder, skipped):
        if relative == main:
            continue
        if len(files) >= MAX_FILES or room <= 0:
            skipped.append(relative)
            continue
        try:
            data = _read_file(folder / relative, relative)
        except SubmissionError:
            skipped.append(relative)
            continue
        if len(data) > room:
            skipped.append(relative)
            continue
        files[relative] = data
        room -= len(data)
    return Source(main, files, tuple(skipped))


def _walk(folder: Path, skipped: list[str]) -> Iterator[str]:
    """The plain files of a folder by relative path; links and what is hidden are passed over."""
    todo = [("", 0)]
    seen = 0
    while todo:
        inside, depth = todo.pop(0)
        with os.scandir(folder / inside) as entries:
            for entry in sorted(entries, key=lambda e: e.name):
                seen += 1
                if seen > MAX_ENTRIES:
                    skipped.append("...")
                    return
                name = f"{inside}{entry.name}"
                if entry.name.startswith(".") or entry.name == "__pycache__":
                    continue
                if entry.is_symlink():
                    skipped.append(name)
                elif entry.is_dir(follow_symlinks=False):
                    if depth + 1 < MAX_DEPTH:
                        todo.append((f"{name}/", depth + 1))
                elif entry.is_file(follow_symlinks=False):
                    yield name
                else:
                    skipped.append(name)


def _read_file(path: Path, name: str) -> bytes:
    """The bytes of one plain file."""
    try:
        # a link or pipe may have been put here since we looked: the handle decides, not the name
        handle = os.open(path, os.O_RDONLY | _SAFELY)
    except OSError as error:
        if error.errno in (errno.ELOOP, errno.EMLINK):
            raise SubmissionError("source.link", sentences.is_link(name)) from None
        if error.errno == errno.ENOENT:
            raise SubmissionError("source.missing", sentences.no_file(name)) from None
        if error.errno == errno.EACCES:
            raise SubmissionError("source.unreadable", sentences.may_not_be_read(name)) from None
        raise SubmissionError(
            "source.unreadable", sentences.cannot_be_read(name, error.strerror)
        ) from None
    try:
        about = os.fstat(handle)
        if not stat.S_ISREG(about.st_mode):
            raise SubmissionError("source.not-a-file", sentences.no_ordinary_file(name))
        most = MAX_NOTEBOOK if name.endswith(".ipynb") else MAX_FILE
        if about.st_size > most:
            raise _too_large(name, about.st_size, most)
        data = bytearray()
        while len(data) <= most and (piece := os.read(handle, most + 1 - len(data))):
            data += piece
    finally:
        os.close(handle)
    if len(data) > most:
        raise SubmissionError("source.too-large", sentences.grew(name))
    return bytes(data) if len(data) <= MAX_FILE else _without_outputs(bytes(data), name)


def _without_outputs(data: bytes, name: str) -> bytes:
    """A notebook that its pictures make large, without them."""
    try:
        kept = without_outputs(data)
    except NotANotebook:
        raise _too_large(name, len(data), MAX_FILE) from None
    if len(kept) > MAX_FILE:
        raise _too_large(name, len(kept), MAX_FILE)
    return kept


def _too_large(name: str, size: int, most: int) -> SubmissionError:
    return SubmissionError(
        "source.too-large",
        sentences.too_large(name, size / 2**20, most >> 20),
    )
