"""All sheets in one PDF, to be printed in one go.

pikepdf, as it only copies pages: a thousand sheets take it a second, and pypdf a quarter of a minute.
"""

from __future__ import annotations

import io
from collections.abc import Iterable
from pathlib import Path
from typing import Any


def can_merge() -> bool:
    """Whether the package that it takes is installed."""
    try:
        import pikepdf  # noqa: F401  # an optional extra
    except ModuleNotFoundError:
        return False
    return True


def merged(paths: Iterable[Path]) -> bytes:
    """The pages of all files, each file on a leaf of its own also where both sides are printed."""
    import pikepdf

    whole: Any = pikepdf.new()
    for path in paths:
        with pikepdf.open(path) as one:
            whole.pages.extend(one.pages)
            if len(one.pages) % 2:
                whole.add_blank_page(page_size=tuple(map(float, one.pages[-1].mediabox[2:])))
    data = io.BytesIO()
    whole.save(data, deterministic_id=True, object_stream_mode=pikepdf.ObjectStreamMode.generate)
    return data.getvalue()
