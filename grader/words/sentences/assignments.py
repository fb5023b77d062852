# ruff: noqa: D103 -- every function here is one sentence and documents itself
"""What is said to authors of assignment files."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from grader.words.text import counted, listed


def see_the_cell(cell: str, *, own: bool) -> str:
    where = "the text under cells" if own else f"`grader cells {cell}`"
    return f"{where} shows what it needs"


def left_out(system: str, names: Sequence[str]) -> str:
    gone = [f"{name} is 0" if name.endswith("0") else f"{name} is left out" for name in names]
    return f"{system}: no number is given, so {listed(gone)}"


def state_is_fixed(state: str) -> tuple[str, str]:
    return (
        f"{state} is given at every step, so that nothing is left to work out of it",
        f'write "{state}0" for the state before the first step',
    )


def no_such_step(symbol: str, name: str, first: int, last: int) -> str:
    return f"there is no {symbol}: {name} has the steps {first} to {last}"


def no_such_quantity(symbol: str, near: Sequence[str], known: Sequence[str]) -> str:
    telling = near and symbol.find("[") != 1  # any letter is near to any other
    hint = (
        f"did you mean {listed(near, 'or')}?" if telling else f"the system has {', '.join(known)}"
    )
    return f"there is no {symbol}; {hint}"


def function_not_worked_out(name: str, why: str) -> str:
    return f'function "{name}": what it has to return cannot be worked out ({why})'


def no_right_result(name: str, result: str) -> str:
    return (
        f"{name}: with the numbers of some call {result} comes out as no number; say in the cell between "
        'which bounds numbers are drawn, such as "eps: scalar in (0, inf) given"'
    )


def solution_unreadable(name: str, why: str) -> str:
    return f"{name} cannot be used as a solution: {why}"


def solution_not_right(name: str, score: Fraction, most: Fraction, answer: str) -> str:
    return (
        f"{name} earns {float(score):g} of {float(most):g} points, so that it is no right solution: "
        f"see {answer} with `grader check`"
    )


def slip_survives(where: str, line: int, was: str, now: str) -> str:
    plain = now[1:-1] if now.startswith("(") and now.endswith(")") else now
    short_was, short_now = (" ".join(text.split())[:60] for text in (was, plain))
    return f"{where}, line {line}: `{short_now}` in place of `{short_was}` earns everything"


def checks_let_pass(name: str, mistakes: Sequence[str]) -> str:
    shown = "; ".join(mistakes[:3])
    more = f", and {len(mistakes) - 3} more" if len(mistakes) > 3 else ""
    return (
        f"the checks of {name} give all points to a function with a usual mistake: {shown}{more}. "
        "Widen its sizes or its values, or tighten its tolerance"
    )


def one_way_only(name: str, written: str, high: str, low: str, bounds: str) -> str:
    example = f", for example {bounds}" if bounds else ""
    return (
        f"in no call of {name} is {high} above {low}, so that one side of {written} is never tried. "
        f"Give what decides it other bounds in the cell{example}, or write wider values"
    )


def slips_tried(count: int, survived: int) -> str:
    if not survived:
        return f"{count} slips in the solution were tried, and each costs points"
    return f"{survived} of {count} slips in the solution cost nothing; if they are mistakes, no test sees them:"


def too_many_mistakes(name: str) -> tuple[str, str]:
    return (
        f'answer "{name}": looking for the usual mistakes in it takes too long, so a wrong answer gets no name',
        "ask for fewer steps, or use a smaller cell",
    )


def no_such_command(name: str, near: str = "") -> tuple[str, str]:
    said = f"between dollars, \\{name} is none of the commands known here, so the sheet says {name}"
    return said, f"did you mean \\{near}?" if near else "write the sign itself, or words outside"


def draws_not_tried() -> tuple[str, str]:
    return (
        "trying many draws of these numbers takes too long, so nothing is said here of how they fall",
        "`grader variants` tries longer, and says so where no draw will do",
    )


def nearly_everything_is_right() -> tuple[str, str]:
    return (
        "with these decimals honest rounding can lead to nearly any number, so nearly any is right",
        "ask for more decimals, for rounding at the end, or for a tolerance",
    )


def takes_too_long() -> str:
    return "this takes too long to work out; ask for fewer steps, or use a smaller cell"


def rubric_item_form() -> tuple[str, str]:
    return (
        "points and text of an item, and perhaps its id",
        'write {points: 0.5, text: "names tanh"}',
    )


def rubric_item_points(text: str) -> tuple[str, str]:
    return f'points of the item "{text[:60]}"', "write 1, 0.5, 1/2 or -0.5"


def rubric_item_id(name: str) -> tuple[str, str]:
    return (
        f'an id of lower-case letters, digits and hyphens, which is not full, half, none, cut or hand (got "{name}")',
        "write id: cause",
    )


def rubric_item_twice(name: str) -> tuple[str, str]:
    return f'items with ids of their own ("{name}" stands twice)', "give one of them another id"


def cell_too_large(path: object, line: int, most: int) -> str:
    return f"{path}, line {line}: a cell ends after {most:,} bytes at the latest; this file goes on"


def cell_not_utf_8(path: object) -> str:
    return f"{path}: the text of a cell must be UTF-8"


def recognised_mistakes() -> str:
    return "Mistakes that are recognised"


def rarer_mistakes() -> str:
    return "Rarer mistakes that are recognised, and for which no numbers are drawn again"


def optional_symbols() -> str:
    return "symbols marked ? may be left out"


def other_numbers_reveal() -> str:
    return "other numbers would reveal them"


def others_need_numbers() -> str:
    return "; the others need other numbers"


def source_needs_cell() -> str:
    return "--source needs a cell: `grader cells lstm --source`"


def partners_in_order() -> tuple[str, str]:
    return (
        "the partners stand in the order of what they belong to, and so they do on the sheet",
        "write the options in another order",
    )


def working_as_coarse(name: str, own: int, kept: int) -> tuple[str, str]:
    return (
        f"{name} keeps {counted(own, 'decimal')} in all of its working, where the sheet keeps {kept}",
        f"write {{decimals: {own}, steps: {kept}}} if the result alone is as coarse, {{decimals: {own}, steps: {own}}} if not",
    )


def cannot_occur(note: str, others: Sequence[str]) -> tuple[str, str]:
    return (
        f'credit for "{note}", a mistake that cannot occur here',
        f"what can: {', '.join(others)}" if others else "leave it out: no mistake has a value here",
    )


def only_results_count(note: str) -> tuple[str, str]:
    return (
        f'credit for "{note}" is never paid: with result_only nothing but the right result counts',
        "leave one of the two out",
    )


def cannot_be_carried(name: str, value: str) -> tuple[str, str]:
    return (
        f"what is written for {name} cannot be carried on: {value} does not tell the quantity in it",
        "ask for that quantity as well, or give the expression a name in the cell",
    )


def lint_reads(name: str) -> str:
    return f"{name}: reading and solving"


def lint_draws(name: str) -> str:
    return f"{name}: trying what is drawn"


def lint_looks_for_mistakes(name: str) -> str:
    return f"{name}: making every usual mistake"


def lint_looks_for_widths() -> str:
    return "searching how far honest rounding reaches"


def lint_makes_slips() -> str:
    return "making slips in the solution, and grading each"


def cell_unknown(name: str, near: str) -> str:
    return f'there is no cell "{name}"; {near or "`grader cells` lists them"}'


def word_for_nothing(word: object) -> tuple[str, str]:
    return (
        f'"{word}" is read as an answer that is not given',
        "write another word for it, such as nothing",
    )


def asks_for_what_is_given(asked: str) -> tuple[str, str]:
    return (
        f"{asked} is given, so that nobody has to work it out",
        "ask for another step, or for a quantity that has an equation",
    )
