"""What every new process of ours starts with: its environment, its software, a submission's files.

Forked and started workers share these; none of them needs to know the other for it.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from grader.sandbox.source import Source

CPU_MARGIN = 5  # seconds: the wall clock decides, the kernel's count is the second fence

ENVIRONMENT = {
    # one thread: results repeat, and a second one would spin where no thread may start
    "OPENBLAS_NUM_THREADS": "1",
    "OMP_NUM_THREADS": "1",
    "MKL_NUM_THREADS": "1",
    "LANG": "C.UTF-8",
    "PATH": "/usr/bin:/bin",
    "HOME": "/",
}


def software_paths() -> list[str]:
    """Where a Python that ignores its environment finds this package, NumPy and PyTorch."""
    from grader.sandbox.libraries import folders  # only where a new Python is started

    return [str(Path(__file__).resolve().parents[2]), *folders()]


def unpack(source: Source, folder: Path) -> None:
    """Write the files of a submission below a folder."""
    for name, data in source.files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
