"""What a report of a fault should say about a machine: versions, and how far students' code is apart."""

from __future__ import annotations

import platform
import sys
from collections.abc import Iterator
from importlib.metadata import PackageNotFoundError, version

from grader.sandbox import probe
from grader.words.sentences import isolation
from grader.words.sentences import platforms as sentences

# What a grade may depend on, and what the extras bring.
_BASE = ("numpy", "pyyaml", "pydantic", "rich", "gradescope-utils", "pytest")
_EXTRA = ("typst", "pikepdf", "distributed", "torch")


def about(version: str) -> str:
    """Versions of everything that matters, the system, and the isolation that it offers."""
    return "\n".join((f"grader {version}", *_versions(), *_isolation()))


def _versions() -> Iterator[str]:

    yield f"Python {platform.python_version()} on {platform.platform(terse=True)}, {platform.machine()}"
    yield ", ".join(f"{name} {_version(name)}" for name in _BASE)
    extras = [f"{name} {found}" for name in _EXTRA if (found := _version(name)) != "missing"]
    yield f"extras: {', '.join(extras) or 'none'}"


def _version(name: str) -> str:

    try:
        return version(name)
    except PackageNotFoundError:
        return "missing"


def _isolation() -> Iterator[str]:

    yield isolation.promised(probe())
    if not sys.platform.startswith("linux"):
        yield sentences.not_linux(sys.platform)
