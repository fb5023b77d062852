# ruff: noqa: D103 -- every function here is one sentence and documents itself
"""What is promised on which system."""

from __future__ import annotations

_NAMES = {"darwin": "macOS", "win32": "Windows"}


def not_linux(platform: str) -> str:
    name = _NAMES.get(platform, platform)
    return (
        f"On {name} everything runs that works from files (check, solve, lint, sheets, exports); "
        "programs of students run with your rights, in bounded time, so run only those you trust. "
        "Grade strangers' programs on Linux or on Gradescope. We do not test this system regularly."
    )
