"""The submission's own modules, imported from bytes: no folder of a student is on any path.

A file is looked for as its author saw it: beside the file that runs, as a member of the package
that both lie in (`from . import utils`), and under the whole path of a package that was handed in
without its outer folders (`from course.utils import ...` where only `utils.py` came).
"""

from __future__ import annotations

import importlib.util
import re
import sys
from collections.abc import Mapping, Sequence
from importlib.machinery import ModuleSpec
from types import ModuleType

BESIDE = "handed_in"  # the package that the file which runs seems to lie in
PACKAGE = f"{BESIDE}.{BESIDE}.{BESIDE}"  # deep, so that `from ..utils import ...` stays inside
_MODULES = re.compile(rb"(?:^|[\s;])(?:import|from)[ \t]+([A-Za-z_]\w*(?:\.\w+)+)")


class Helpers:
    """Finds `utils` in `utils.py`, and `tools.rnn` in `tools/rnn.py`, among the files sent.

    It is a finder and a loader, but not by the base classes: importing these takes longer than a fork.
    """

    def __init__(self, files: Mapping[str, bytes], folder: str) -> None:
        self.files = files
        self.folder = folder

    def find_spec(
        self, fullname: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        """The spec of a module that came with the submission, or None."""
        parts = fullname.split(".")
        while parts and parts[0] == BESIDE:
            del parts[0]
        if not parts:
            return ModuleSpec(fullname, None, is_package=True)
        base = "/".join(parts)
        for name, is_package in ((f"{base}/__init__.py", True), (f"{base}.py", False)):
            if name in self.files:
                return ModuleSpec(fullname, self, origin=name, is_package=is_package)  # type: ignore[arg-type]  # a loader in all but name
        if any(name.startswith(f"{base}/") and name.endswith(".py") for name in self.files):
            return ModuleSpec(fullname, None, is_package=True)  # a folder without __init__.py
        return None

    def create_module(self, spec: ModuleSpec) -> ModuleType | None:
        """None: Python makes the module."""
        return None

    def exec_module(self, module: ModuleType) -> None:
        """Run the helper's code in its module."""
        name = str(module.__spec__.origin if module.__spec__ else None)
        module.__file__ = f"{self.folder}/{name}"
        text = importlib.util.decode_source(self.files[name])
        exec(compile(text, name, "exec", dont_inherit=True), module.__dict__)  # noqa: S102  # the student's own module

    def install(self) -> None:
        """Put these modules before those of the libraries, as Python's own rule has it."""
        sys.meta_path.insert(0, self)
        sys.meta_path.append(_Outer(self))


class _Outer:
    """Finds `course.utils` in `utils.py` where nothing else is called `course`: asked last of all.

    A package is there only if some import goes through it to a file that was handed in.
    """

    def __init__(self, inner: Helpers) -> None:
        self.inner = inner
        asked = {m.decode() for data in inner.files.values() for m in _MODULES.findall(data)}
        self.files = {name: file for name in asked if (file := self._file(name))}

    def _file(self, fullname: str) -> str:
        """The file of a module, less the outer folders of its package."""
        parts = fullname.split(".")
        paths = ["/".join(parts[k:]) for k in range(1, len(parts))]
        names = (f"{path}{end}" for path in paths for end in (".py", "/__init__.py"))
        return next((name for name in names if name in self.inner.files), "")

    def find_spec(
        self, fullname: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        """The spec of a module whose outer folders did not come, or of such a folder."""
        if fullname in self.files:
            return ModuleSpec(fullname, self.inner, origin=self.files[fullname])  # type: ignore[arg-type]  # as above
        if any(name.startswith(f"{fullname}.") for name in self.files):
            return ModuleSpec(fullname, None, is_package=True)
        return None
