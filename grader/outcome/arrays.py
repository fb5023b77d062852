"""NumPy's kinds of value, told without loading NumPy: where it is not loaded, there are none.

A sheet whose answers are plain numbers and words is graded without arrays, and NumPy takes as long
to load as all the rest.
"""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any, TypeGuard

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


def is_array(value: object) -> TypeGuard[NDArray[Any]]:
    """Whether a value is an array of NumPy's."""
    numpy = sys.modules.get("numpy")
    return numpy is not None and isinstance(value, numpy.ndarray)


def is_scalar(value: object, kinds: str = "?biufcmMOSUV") -> TypeGuard[np.generic]:
    """Whether a value is a single one of NumPy's, of one of these kinds (`dtype.kind`)."""
    numpy = sys.modules.get("numpy")
    return numpy is not None and isinstance(value, numpy.generic) and value.dtype.kind in kinds
