"""The submission's own modules, imported from bytes: no folder of a student is on any path."""

from __future__ import annotations

import importlib.util
import sys
from collections.abc import Mapping, Sequence
from importlib.machinery import ModuleSpec
from types import ModuleType


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
        base = fullname.replace(".", "/")
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
