# ruff: noqa: D103 -- every function here is one sentence and documents itself
"""What staff should know about isolation on a machine."""

from __future__ import annotations


def none_but_a_process() -> str:
    return "none but a process of its own"


def keep_from_other_users() -> str:
    return " Keep what it must not read from other users, too (chmod 700)."


def python_unreadable() -> str:
    return " The user that students' code runs as cannot read this Python: besides NumPy, only those of Python's own modules can be used that an import statement names."


def level_3(layers: object, public: object) -> str:
    return f"Isolation L3: students' code can neither read the key nor change anything (layers: {layers}).{public}"


def level_2(layers: object) -> str:
    return f"Isolation L2: students' code can open no file at all (layers: {layers})."


def level_1(layers: object) -> str:
    return f"Isolation L1: students' code is bounded in time and memory, but runs with your rights and can read your files (layers: {layers}). Keep secret keys off this machine."
