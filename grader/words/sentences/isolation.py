"""What staff should know about isolation on a machine."""

from __future__ import annotations

from typing import Protocol


class Worn(Protocol):
    """The layers that a worker wears here, as the sandbox knows them."""

    @property
    def level(self) -> str:
        """How much they promise together."""

    @property
    def names(self) -> tuple[str, ...]:
        """What they are called."""

    @property
    def landlock(self) -> int:
        """The version of the layer that hides files; 0 where there is none."""

    @property
    def closed(self) -> bool:
        """Whether the user that students' code runs as cannot read this Python."""


def promised(layers: Worn) -> str:
    """What these layers promise, and what they leave to staff."""
    holds = ", ".join(layers.names) or "none but a process of its own"
    if layers.level == "L2":
        return f"Isolation L2: students' code can open no file at all (layers: {holds})."
    if layers.level == "L1":
        return (
            "Isolation L1: students' code is bounded in time and memory, but runs with your rights and "
            f"can read your files (layers: {holds}). Keep secret keys off this machine."
        )
    said = f"Isolation L3: students' code can neither read the key nor change anything (layers: {holds})."
    if not layers.landlock:
        said += " Keep what it must not read from other users, too (chmod 700)."
    if layers.closed:
        said += (
            " The user that students' code runs as cannot read this Python: besides NumPy, only those"
            " of Python's own modules can be used that an import statement names."
        )
    return said
