"""Harmless stand-ins for what draws pictures: plots are not graded.

matplotlib writes caches, takes half a second, and often is not there; a notebook that
plots between its definitions shall count all the same.  Every attribute, call and item of a stand-in is a
stand-in again.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, MutableSequence, Sequence
from importlib.machinery import ModuleSpec
from types import ModuleType

PICTURES = ("matplotlib", "mpl_toolkits", "seaborn", "IPython", "ipywidgets", "pylab")


class Nothing:
    """Does nothing, whatever is asked of it."""

    def __getattr__(self, name: str) -> Nothing:
        if name.startswith("__") and name.endswith("__"):
            raise AttributeError(name)
        return self

    def __call__(self, *args: object, **kwargs: object) -> Nothing:
        """Nothing comes of it."""
        return self

    def __getitem__(self, key: object) -> Nothing:
        if isinstance(key, int) and key > 1:  # lets `fig, ax = ...` and loops come to an end
            raise IndexError(key)
        return self

    def __setitem__(self, key: object, value: object) -> None:
        pass

    def __iter__(self) -> Iterator[Nothing]:
        return iter(())

    def __enter__(self) -> Nothing:
        return self

    def __exit__(self, *args: object) -> None:
        pass

    def __bool__(self) -> bool:
        return False

    def __repr__(self) -> str:
        return "<no picture>"


def _subplots(*args: object, **kwargs: object) -> tuple[Nothing, Nothing]:
    return Nothing(), Nothing()


def _plot(*args: object, **kwargs: object) -> list[Nothing]:
    return [Nothing()]


class _Module(ModuleType):
    __path__: MutableSequence[str] = []  # noqa: RUF012  # a package, but in no folder
    __all__ = ("plt", "display")
    subplots = staticmethod(_subplots)
    plot = staticmethod(_plot)

    def __getattr__(self, name: str) -> Nothing:
        if name.startswith("__") and name.endswith("__"):
            raise AttributeError(name)
        return Nothing()


class Pictures:
    """Finds a stand-in for every module that draws."""

    def find_spec(
        self, fullname: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        """The spec of a stand-in, or None for all other modules."""
        if fullname.split(".", 1)[0] not in PICTURES:
            return None
        return ModuleSpec(fullname, self, is_package=True)  # type: ignore[arg-type]  # as in `helpers`

    def create_module(self, spec: ModuleSpec) -> ModuleType:
        """An empty module of which every attribute exists."""
        return _Module(spec.name)

    def exec_module(self, module: ModuleType) -> None:
        """Nothing runs."""

    @classmethod
    def install(cls) -> None:
        """Put the stand-ins before the real libraries, for this process."""
        sys.meta_path.insert(0, cls())
