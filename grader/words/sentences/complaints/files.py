# ruff: noqa: D103 -- every function here is one sentence and documents itself
"""What is said of assignment files as a whole."""

from __future__ import annotations

import re


def whole_key_needed(path: object, assignment: object) -> str:
    return (
        f"{path} is a student's kit, which has no whole key: `grader check` works with it; "
        f"for everything else name the assignment that it was made of, {assignment}"
    )


def too_large(path: object, largest: object) -> str:
    return f"{path} is larger than {largest} bytes: that is no assignment"


def there_is_no_assignment(path: object, listed: object) -> str:
    return f'there is no assignment "{path}"; name its folder or file, or one of: {listed}'


def no_assignment_of_the_line(path: object, near: str) -> str:
    hint = f"did you mean {near}? Else say" if near else "say"
    return f'there is no assignment "{path}"; {hint} where it lies by --assignment PATH'


def folder_without_assignment(path: object, file: object) -> str:
    return f"{path} holds no {file}: name a folder that does, or an id"


def did_you_mean_assignment(path: object, near: object) -> str:
    return f'there is no assignment "{path}"; did you mean {near}?'


def nothing_to_choose_from() -> str:
    return "there is nothing here to choose from"


def no_python_file_beside(name: object) -> tuple[str, str]:
    return (
        f"{name} is no Python file beside the assignment",
        "put it into the assignment's folder, and write its name, such as layers.py",
    )


def no_module(name: str) -> tuple[str, str]:
    meant = re.sub(r"\W+", ".", name.strip()) if " " in name.strip() else re.sub(r"\W", "_", name)
    return f'"{name}" is no name of a module', f"write {meant}"


def put_it_beside_the_assignment() -> str:
    return "put it beside the assignment"


def nested_too_deeply() -> str:
    return "the file is nested too deeply to be read"
