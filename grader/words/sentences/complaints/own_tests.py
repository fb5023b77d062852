# ruff: noqa: D103 -- every function here is one sentence and documents itself
"""What is said of a course's own tests."""

from __future__ import annotations


def points_are_not_the_weights(said: object, shown: object) -> tuple[str, str]:
    return (
        f"points is {said}, but the weights of the tests sum up to {shown}",
        f'write "points: {shown}", or mend the weights',
    )


def tests_not_beside_the_assignment(file: object) -> tuple[str, str]:
    return (
        f"{file} does not lie beside the assignment",
        "put the tests into its folder, and write their name",
    )


def no_name_of_a_module(module: object) -> tuple[str, str]:
    return (
        f'"{module}" is no name of a module',
        "write submission",
    )


def no_such_module(module: object, file: object) -> tuple[str, str]:
    return (
        f"there is no module {module}, neither here nor beside the tests",
        f'if it is what students hand in, write "tests: {{file: {file}, module: {module}}}"',
    )


def cannot_be_read(file: object, what: object) -> tuple[str, str]:
    return (
        f"{file} cannot be read: {what}",
        "put the tests beside the assignment",
    )


def must_be_a_number(name: object, value: object) -> tuple[str, str]:
    return (
        f"{name} must be a number, 0 or more (got {value})",
        f"write @{name}(1)",
    )


def no_test_in_this_file() -> tuple[str, str]:
    return (
        "there is no test in this file",
        "write def test_...(self) in a class",
    )


def never_sets_a_score(name: object) -> tuple[str, str]:
    return (
        f"{name} never calls set_score, so it gives all points or none",
        "call set_score(0) first, or write @weight",
    )


def always_skipped(id_: object) -> tuple[str, str]:
    return (
        f"{id_} is always skipped, so nobody can earn what it is worth",
        "take it out, or let it run",
    )


def given_must_be_readable(name: object, call: object) -> tuple[str, str]:
    return (
        f"what {name} is given has to stand there to be read (got {call})",
        f"write the value itself: @{name}(...)",
    )


def it_cannot_be_used() -> str:
    return "it cannot be used"


def it_leads_elsewhere() -> str:
    return "it is a link to another place"


def it_is_too_large(largest: object) -> str:
    return f"it is larger than {largest} bytes"


def visibility_must_be_one_of(visibilities: object, first: object) -> str:
    return f"visibility must be one of {visibilities} (got {first})"
