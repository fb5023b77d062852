# ruff: noqa: D103 -- every function here is one sentence and documents itself
"""What stands on sheets and keys."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from grader.words.sentences.counts import CONVENTIONS
from grader.words.text import listed


def sheet_names() -> str:
    return "Hand in your answers under the names at the margin; the template has a line for each."


def sheet_program(is_tests: bool) -> str:
    if is_tests:
        return "judged by the tests of the course"
    return "a function; its arguments stand in the template"


def match_with() -> tuple[str, str]:
    """What stands over what is to be matched, and over what it is matched with."""
    return "Match each of", "with one of"


def as_in(question: str, *, equations: bool) -> str:
    return f"{'Equations and numbers' if equations else 'Numbers'} as in {question}."


def block_of(vector: str, count: int) -> str:
    return f"the $k$-th of the {count} equal blocks of ${vector}$, counted from the top"


def key_alone() -> str:
    return "accepted: this value alone"


def key_option() -> str:
    return "right"


def key_between(low: str, high: str) -> str:
    return f"accepted: {low} to {high}"


def key_alternative(value: str, why: str) -> str:
    return f"also right: {value}" + (f" ({why})" if why else "")


def key_any_sum(value: str) -> str:
    return f"any sum that comes to {value}, with its numbers written out"


_MOST_WAYS = 3  # of making one mistake, that a key tells


def key_partly(value: str, why: str, earned: str) -> str:
    return f"{value}{f' ({why})' if why else ''}: earns {earned}"


def key_mistake(note: str, ways: Sequence[str], earned: str) -> str:
    convention = CONVENTIONS.get(note.removeprefix("count."))
    plainly = note.partition(".")[2].replace("-", " ")  # what no number of this sheet can show
    said = convention or listed(ways[:_MOST_WAYS], "or") or plainly
    return f"{said}{' ...' if ways[_MOST_WAYS:] else ''}: earns {earned}"


def key_synonym(word: str, meant: str) -> str:
    return f"{word} is read as {meant}"


def figure_in_words(steps: int, given: list[str], asked: list[str]) -> str:
    """What the figure of an unrolled network shows, for who cannot see it."""
    over = "one step" if steps == 1 else f"{steps} steps"
    told = f"; given: {', '.join(given)}" if given else ""
    open_ = f"; to be worked out: {', '.join(asked)}" if asked else ""
    return f"The network unrolled over {over}{told}{open_}."


_CHECKS = {
    "shape": "the shapes of what it returns",
    "values": "its numbers, against the equations, on drawn arguments",
    "batch": "a batch gives what its examples give one by one",
    "purity": "its arguments are as before, and a second call gives the same",
    "extremes": "very large arguments",
}


def key_checks(worth: Mapping[str, str]) -> str:
    said = (
        f"{check} {points}" + (f" ({_CHECKS[check]})" if check in _CHECKS else "")
        for check, points in worth.items()
    )
    return f"checks: {'; '.join(said)}"


def program_above(owner: str) -> str:
    return f"in the class {owner} above"


def key_tests(file: str) -> str:
    return f"the tests of the course in {file}"


def attributes_to_make(shapes: Sequence[str]) -> str:
    return f"Make the attributes {', '.join(shapes)}."


def put_together(name: str, container: str, inside: Sequence[tuple[str, str]]) -> str:
    """`inside` are names and what follows them: those of a dict are keys."""
    is_dict = container == "dict"
    told = [f"'{key}'{rest}" if is_dict else f"{key}{rest}" for key, rest in inside]
    return f"{name}, a {container} {'with' if is_dict else 'of'} {listed(told)}"


def a_number(name: str) -> str:
    return f"{name} (a number)"


def one_each(name: str, axis: str, axes: str) -> str:
    return f"{name}, a list with an array ({axes}) for each of {axis}"


def object_to_make() -> str:
    return "Make the object."


def attributes_to_store(names: Sequence[str]) -> str:
    return f"Store {', '.join(names)} in the object."


def beside_a_cell(
    relatives: Mapping[str, str], elsewhere: Mapping[str, str]
) -> Iterator[tuple[str, Mapping[str, str]]]:
    """The headings of what stands beside a cell, as far as there is anything."""
    if relatives:
        yield "Relatives, and what differs there", relatives
    if elsewhere:
        yield "Elsewhere", elsewhere


def code_answer(name: str, *, is_function: bool) -> str:
    return f"{name}: {'a function' if is_function else 'tests of the course'}"
