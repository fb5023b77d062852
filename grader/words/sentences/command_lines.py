# ruff: noqa: D103 -- every function here is one sentence and documents itself
"""What is said of a command line that cannot be followed, and of a command that failed."""

from __future__ import annotations

from collections.abc import Sequence

from grader.words.text import listed


def grader_failed(what: str, module: str, line: int | None) -> str:
    return (
        f"The grader itself failed, and your work is not the reason ({what}; {module}, line "
        f"{line}). Please send this line to the course staff, who may report it; "
        "`--debug` shows the whole way there."
    )


def is_a_file(word: str) -> str:
    return f"{word!r} is a file, not a command. To grade it, write `grader check {word}`."


def one_hand_in(name: str, word: str) -> str:
    return f"{name} takes no further {word!r}: it grades one hand-in; `grader batch FOLDER` grades a class."


def commands_about(commands: Sequence[str]) -> str:
    return f"About that: {listed([f'`{one}`' for one in commands])}." if commands else ""


def no_such_command(word: str, hint: str) -> str:
    return f"There is no command {word!r}. {hint}"


def output_not_written(why: str) -> str:
    return f"The output cannot be written: {why}. Your work is not the reason. Make room, or send it elsewhere, and run this once more."
