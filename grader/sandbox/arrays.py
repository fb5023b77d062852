"""NumPy's arrays as a kind of plain data: what a process takes of that library, where it has it.

A program of plain numbers never needs it, and it takes longer to load than all else that a worker
does.  Where a program does need it, it is loaded before any student's code runs, and what the encoder
and the decoder use of it is held from then on.
"""

from __future__ import annotations

import builtins
import sys
from typing import Any, NamedTuple

globals()["__builtins__"] = dict(vars(builtins))  # as in `codec`

NUMPY = "numpy"
_modules = sys.modules


class Arrays(NamedTuple):
    """NumPy's own types and functions, by what they are needed for."""

    ndarray: Any
    matrix: type
    floats: tuple[type, ...]
    integers: tuple[type, ...]
    scalars: tuple[type, ...]
    text: type
    ufunc: type
    uint8: type
    dtype: Any
    array: Any
    contiguous: Any
    frombuffer: Any


_loaded: list[Arrays] = []
_all: list[list[str]] = []  # what `from numpy import *` offers by itself


def loaded() -> Arrays | None:
    """NumPy, if this process has it, be it that a student's code brought it."""
    if _loaded or dict.__contains__(_modules, NUMPY):
        return load()
    return None


def load() -> Arrays:
    """Load NumPy, and hold what is needed of it."""
    if not _loaded:
        import numpy as np  # who has no arrays does without

        floats = (np.float64, np.float32, np.float16)
        # intc and longlong are types of their own on some systems, equal to others only in their numbers
        integers = (np.int64, np.int32, np.int16, np.int8, np.uint64, np.uint32, np.uint16, np.uint8)  # fmt: skip
        others = (np.bool_, np.complex128, np.complex64, np.intc, np.uintc, np.longlong, np.ulonglong,
                  np.longdouble, np.clongdouble)  # fmt: skip
        _loaded.append(
            Arrays(
                np.ndarray, np.matrix, floats, integers,
                (*floats, *integers, *others), np.str_, np.ufunc,
                np.uint8, np.dtype, np.array, np.ascontiguousarray, np.frombuffer,
            )
        )  # fmt: skip
    return _loaded[0]


def offer_what_is_loaded() -> None:
    """Let `from numpy import *` take no module of NumPy's that would only now be loaded, for nobody.

    Where workers are forked this is done before: to go over some hundred names copies their pages.
    """
    if NUMPY in _modules:
        names = vars(_modules[NUMPY])
        if not _all:
            _all.append(names["__all__"])
        names["__all__"] = [name for name in _all[0] if name in names]
