# ruff: noqa: D103 -- every function here is one sentence and documents itself
"""How a value differs from what is right."""

from __future__ import annotations

from collections.abc import Sequence

from grader.words.sentences.word_answers import matching_incomplete
from grader.words.text import listed


def explained() -> str:
    return "an explanation in place of a value: staff will read it"


def what_is_asked_for() -> str:
    return "what is asked for"


def alternative_taken(why: str) -> str:
    return (
        f"accepted as an alternative ({why.rstrip('.')})" if why else "accepted as an alternative"
    )


def accepted(low: str, high: str) -> str:
    first, last = low.replace("-", "−"), high.replace("-", "−")
    if first == last:
        return f"correct is {first}"
    return f"correct values lie in [{first}, {last}]"


_YOU_WROTE = "you wrote"  # how sentences begin that say what was typed


def says_what_was_typed(sentence: str) -> bool:
    """Whether nobody need say once more what was typed."""
    return sentence.lower().startswith(_YOU_WROTE)


def number_differs(got: str, accepted_values: str) -> str:
    return f"{_YOU_WROTE} {got}; {accepted_values}"


def entry_differs(position: str, got: str, accepted_values: str, count: int) -> str:
    more = "" if count == 1 else f" ({count} entries differ)"
    return f"entry {position}: you wrote {got}; {accepted_values}{more}"


def count_differs(got: str, wanted: str) -> str:
    return f"{_YOU_WROTE} {got}; correct is {wanted}"


def shape_differs(got: tuple[int, ...], wanted: tuple[int, ...], *, turned: bool) -> str:
    hint = ": rows and columns are exchanged" if turned else ""
    return f"{_YOU_WROTE} {got}; correct is {wanted}{hint}"


def range_differs(low: str, high: str, wanted_low: str, wanted_high: str) -> str:
    return f"{_YOU_WROTE} {low} to {high}; correct is {wanted_low} to {wanted_high}"


def expression_differs(got: str, wanted: str) -> str:
    return f"your sum gives {got}; correct is {wanted}"


def expression_names_result(result: str) -> str:
    return (
        f"it leads to {result}, but a working is built from smaller numbers, such as the sizes; "
        "here one is as large as the result itself"
    )


def expression_no_working(result: str, added: Sequence[str]) -> str:
    are, they = ("are no parts", "they come") if len(added) > 1 else ("is no part", "it comes")
    return (
        f"it leads to {result}, but {listed(added)} {are} of what is counted: "
        f"write how {they} about, from the sizes"
    )


def choice_differs(got: str, wanted: str) -> str:
    return f"you chose {got}; correct is {wanted}"


def choices_differ(extra: Sequence[str], lacking: Sequence[str], chosen: Sequence[str]) -> str:
    parts = []
    if extra:
        parts.append(f"{listed(extra)} should not be among them")
    if lacking:
        parts.append(f"{listed(lacking)} should" + ("" if extra else " be among them, too"))
    return f"you chose {listed(chosen) or 'nothing'}; {' and '.join(parts)}"


def boolean_differs(wanted: bool) -> str:
    return f"the statement is {'true' if wanted else 'false'}"


def matching_differs(
    off: Sequence[str], missing: Sequence[str], unknown: Sequence[str] = ()
) -> str:
    parts = [f"not the right partner for {listed(off)}"] if off else []
    if missing:
        parts.append(matching_incomplete(missing))
    if unknown:
        parts.append(f"not among what can be matched: {listed(unknown)}")
    return "; ".join(parts)


def sequence_differs(got: Sequence[str], wanted: Sequence[str]) -> str:
    return f"{_YOU_WROTE} {' '.join(got)}; correct is {' '.join(wanted)}"


def text_pending() -> str:
    return "waits for staff to read it"


def an_equation() -> str:
    return 'an equation as a text, for example "exp(A q_t + c)"'


def equation_unreadable(why: str) -> str:
    return f"this equation cannot be read: {why}"


def in_letters() -> str:
    return "; it is asked for in letters, not their numbers"


def read_behind_so(got: str) -> str:
    return f"what stands behind the last of several statements was read: {got}"


def step_read_as_t(step: int) -> str:
    return f"step {step} was read as t, and step {step - 1} as t-1"


def equation_differs(wanted: str) -> str:
    return f"this is another equation; one right way to write it: {wanted}"


def answer_missing(name: str, *, there: bool) -> str:
    return f"{name} is still empty" if there else f"your file gives no {name}"
