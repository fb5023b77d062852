"""Rules about source while the code runs: what the text of a function did not show is seen where it happens.

A module that no function may use says who asks for its names.  The libraries may, and so may the imports at the
top of a file; a function of the submission may not, in whatever way it came by the module.
"""

from __future__ import annotations

import builtins
import sys
from collections.abc import Callable
from contextlib import suppress
from types import ModuleType
from typing import TYPE_CHECKING, cast

if TYPE_CHECKING:
    from grader.sandbox.child import Session  # which calls us
    from grader.sandbox.questions import Guard

globals()["__builtins__"] = dict(vars(builtins))  # as in `codec`
_frame, _modules = sys._getframe, sys.modules  # noqa: SLF001  # Python has no other way to see who asks
_given_import = builtins.__import__
_look_up = ModuleType.__getattribute__
_AT_THE_TOP = "<module>"


class RuleBroken(Exception):
    """A function uses what the assignment does not allow."""


def guard(session: Session, asked: Guard, _: object) -> str:
    """Watch what may not be used, and imports where only some modules may be."""
    for rule in asked.forbid:
        parts = rule.split(".")
        ends = (k for k in range(len(parts), 0, -1) if ".".join(parts[:k]) in _modules)
        end = next(ends, 0)
        if end and len(parts) - end <= 1:
            with suppress(BaseException):  # a hook of the student's that raises at everything
                _watch(session, _modules[".".join(parts[:end])], rule, parts[end:])
    if asked.only:
        own = {name.rsplit("/", 1)[-1].removesuffix(".py") for name in session.files}
        _watch_imports(session, own.union(name.split(".")[0] for name in asked.only))
    return '"ok",null,null'


def _watch(session: Session, module: ModuleType, rule: str, names: list[str]) -> None:
    """Let a module say no to functions of the submission: to all its names, or to one."""

    def look(self: ModuleType, name: str) -> object:
        is_meant = name == "__dict__" or (name in names if names else not name.startswith("__"))
        if is_meant and _is_students(session):
            raise RuleBroken(rule if names or name == "__dict__" else f"{rule}.{name}")
        return _look_up(self, name)

    module.__class__ = type("module", (type(module),), {"__getattribute__": look})


def _watch_imports(session: Session, allowed: set[str]) -> None:
    def imported(name: str, *rest: object) -> object:
        level = rest[3] if len(rest) > 3 else 0
        if level == 0 and name.split(".", maxsplit=1)[0] not in allowed and _is_students(session):
            raise RuleBroken(name)
        return cast("Callable[..., object]", _given_import)(name, *rest)

    vars(builtins)["__import__"] = imported
    library = _modules.get("importlib")
    if library is not None:
        given = cast("Callable[..., object]", vars(library)["import_module"])

        def module_of(name: str, package: str | None = None) -> object:
            if (
                not package
                and name.split(".", maxsplit=1)[0] not in allowed
                and _is_students(session)
            ):
                raise RuleBroken(name)
            return given(name, package)

        vars(library)["import_module"] = module_of


def _is_students(session: Session) -> bool:
    """Whether a function of the submission asks: two calls above this one."""
    try:
        code = _frame(2).f_code
    except BaseException:  # noqa: BLE001  # as above
        return False
    own = code.co_filename in session.filenames or code.co_filename in session.files
    return own and code.co_name != _AT_THE_TOP
