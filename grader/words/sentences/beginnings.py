# ruff: noqa: D103 -- every function here is one sentence and documents itself
"""What is said when something is begun: an assignment, a secret."""

from __future__ import annotations

from grader.words.text import counted, visible


def not_an_id(name: str) -> str:
    return (
        f'"{visible(name)}" cannot name an assignment: write letters, digits, "-", "_" and ".", '
        "such as week-3"
    )


def there_already(path: str) -> str:
    return f"{path} is there already, and nothing was written; take another name"


def not_written(path: str, why: str) -> str:
    return f"{path} cannot be written: {why}"


def begun(file: str, *works: str) -> str:
    folder = file.rpartition("/")[0] or "."
    named = folder if folder.startswith(("/", "./", "../")) else f"./{folder}"  # a path, and no id
    return (
        f"{file} is written, with {counted(len(works), 'submission')} in {folder}/zoo. Go on with\n"
        f"    grader lint {named}\n"
        f"    grader solve {named}\n"
        f"    grader check {works[-1]} --assignment {named}"
    )


def secret_made(path: str) -> str:
    return (
        f"{path} is written. Keep it, and keep it from students: it draws the same numbers again. "
        f"Name it by --secret {path} or GRADER_SECRET."
    )
