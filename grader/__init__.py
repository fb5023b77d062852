"""Grade exercises about recurrent networks: students, answers, points.

The mathematics is in `reference`; this package reads what a student typed, compares it with
what the equations give, and says so.  What scripts and notebooks use, loaded on first use:

    check(path, assignment=...)   the `Report` on a submission; `.score` and `.max_score`
    load_assignment(name)         an assignment by its id or path
    solve(name)                   the worked solution; `.answers` by name, and `.text`
    lint([name, ...])             what is wrong with assignments; `.faulty`
    Report                        the report of one submission
    GraderError                   what all of them raise, with a sentence for people

What is not named here is private, and may change from one version to the next.
"""

__version__ = "0.1.0"
__all__ = ["GraderError", "Report", "check", "lint", "load_assignment", "solve"]

# Where each name lives.  Nothing is imported before somebody asks for it: `grader --help` and a
# cached check load neither NumPy nor Pydantic.
_HOMES = {
    "GraderError": "grader.outcome.errors",
    "Report": "grader.outcome.report",
    "check": "grader.grading.grade",
    "lint": "grader.linting.lint",
    "load_assignment": "grader.assignment.named",
    "solve": "grader.handout.solve",
}


def __getattr__(name: str) -> object:
    """A public name, loaded where it lives the first time it is used."""
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module  # what a name needs is loaded when it is asked for

    found: object = getattr(import_module(_HOMES[name]), name)
    globals()[name] = found
    return found


def __dir__() -> list[str]:
    """All public names, those that are not loaded yet included."""
    return sorted({*globals(), *__all__})
