# ruff: noqa: D103 -- every function here is one sentence and documents itself
"""What a trial run of a zip says."""

from __future__ import annotations


def no_such_file(path: object) -> str:
    return f"{path}: there is no such file"


def no_such_zip(path: object) -> str:
    return f"{path}: there is no such zip; `grader build A --out {path}` makes one"


def setup_failed(code: object, said: object) -> str:
    return f"setup.sh failed, so there would be no image (exit {code}):\n{said}"


def timed_out(seconds: float) -> str:
    return f"Your submission timed out. It took longer than {seconds:g} seconds to run."


def no_results() -> str:
    return "The autograder failed to execute correctly: there is no results.json."


def results_no_json(error: object) -> str:
    return f"The autograder failed to execute correctly: results.json is no JSON ({error})."


def results_undocumented(found: object) -> str:
    return f"results.json is not as Gradescope documents it: {found}."


def not_limited() -> str:
    return "memory and processor are not limited (that needs root and cgroups)"
