"""The names of a submission's files: each file has its own, and what all of them give stands in one module.

A hand-in of several files is graded as one.  Each is run as a module, so that a helper of the same name in
two of them is two helpers, and answers are looked up in what the first file gives, then in the others.
"""

from __future__ import annotations

import builtins
import sys
from types import ModuleType
from typing import TYPE_CHECKING

from grader.sandbox.helpers import PACKAGE, Helpers
from grader.sandbox.stand_in import Nothing

if TYPE_CHECKING:
    from grader.sandbox.child import Session  # which calls us

globals()["__builtins__"] = dict(vars(builtins))  # as in `codec`

MODULE = "submission"


def prepare(session: Session, main: str, files: dict[str, bytes], package: str) -> None:
    """Make the module, and let the files that came with it be imported."""
    sys.modules[MODULE] = session.module
    _begin(session, session.names, main, package)
    stem = stem_of(main)
    if stem.isidentifier():
        _known_as(session.module, stem, package)
    sys.argv[:] = [main]
    own = {name: data for name, data in files.items() if name.endswith(".py")}
    Helpers(own, session.folder).install()
    if main.endswith(".ipynb"):
        vars(builtins).update(display=Nothing(), get_ipython=Nothing())


def space_of(session: Session, file: str, package: str) -> dict[str, object]:
    """The names of one more file that is graded: its module, also where another file imported it."""
    stem = stem_of(file)
    module = sys.modules.get(stem)
    if module is None or module is session.module or stem in sys.stdlib_module_names:
        module = ModuleType(stem)
        if stem.isidentifier() and stem not in sys.stdlib_module_names:
            _known_as(module, stem, package)
    names = vars(module)
    _begin(session, names, file, package)
    session.spaces.append(names)
    return names


def gather(session: Session) -> None:
    """Let the names of all files be found in the module of the submission."""
    for space in session.spaces:
        for name, value in space.items():
            if not name.startswith("__"):
                session.names.setdefault(name, value)


def put(session: Session, name: str, value: object) -> None:
    """Let a name mean something else, in every file in which it means the same now."""
    before = session.names[name]
    for space in (session.names, *session.spaces):
        if space.get(name) is before:
            space[name] = value


def stem_of(file: str) -> str:
    """The name of a file's module."""
    return file.rsplit("/", 1)[-1].rsplit(".", 1)[0]


def _begin(session: Session, names: dict[str, object], file: str, package: str) -> None:
    names["__file__"] = f"{session.folder}/{file}"
    names["__builtins__"] = builtins
    names["__package__"] = package or PACKAGE


def _known_as(module: ModuleType, stem: str, package: str) -> None:
    sys.modules.setdefault(stem, module)
    if package:
        sys.modules[f"{package}.{stem}"] = module
