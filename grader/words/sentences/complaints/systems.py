# ruff: noqa: D103 -- every function here is one sentence and documents itself
"""What is said of systems, cells and draws in an assignment file."""

from __future__ import annotations


def system_like_itself() -> tuple[str, str]:
    return (
        "this system is like itself, by way of the others",
        "let one of them name a cell",
    )


def cell_is_missing() -> tuple[str, str]:
    return (
        "cell is missing",
        'add "cell: ..." with a name that `grader cells` lists',
    )


def captions_do_not_match_steps(captions: object, steps: object) -> tuple[str, str]:
    return (
        f"there are {captions} captions for {steps}",
        "write one for every step, in their order",
    )


def given_and_sizes() -> tuple[str, str]:
    return (
        "a system has given numbers or sizes, not both",
        "leave sizes out: they follow from the numbers",
    )


def write_a_comparison() -> str:
    return 'write a comparison such as "z[2] < 0"'


def there_is_no_system(name: object) -> str:
    return f'there is no system "{name}"'


def there_is_no_cell(cell: object) -> str:
    return f'there is no cell "{cell}"'


def cell_is_none_of_those_drawn(cell: object) -> str:
    return f"cell is {cell}, which is none of the cells to draw from"


def original_of_another_shape(got: object, drawn: object) -> str:
    return f"the original has another shape ({got}) than what is drawn ({drawn})"


def values_differ_in_shape(way: object) -> str:
    return f"the values to {way} from differ in shape"


def write_the_printed_one() -> str:
    return "write the printed one of them"


def give_both_the_same_shape() -> str:
    return "give both the same shape"


def braces_name_nothing(match: object) -> str:
    return f"{match} in the prompt names no given number and no word"


def leave_the_braces_out() -> str:
    return "leave the braces out"


def no_shape_for_so_many_zeros(zeros: object) -> str:
    return f"zeros is {zeros}, and there is no shape with as many entries"


def write_the_lowest_first(low: float, high: float) -> str:
    return f"write [{low:g}, {high:g}]"


def a_bracket_is_open(found: object) -> str:
    return f"{found} in the prompt is no number of a system"


def close_the_bracket(name: object) -> str:
    return f"write {{{name}[1]}}, with both brackets"


def no_such_step_in_the_prompt(found: object, name: object, most: object) -> str:
    return f"{found} in the prompt: {name} has the steps 1 to {most}"


def nothing_between_the_bounds() -> str:
    return "nothing is left between the two bounds"


def too_many_different_numbers(count: object) -> str:
    return f"{count} different numbers are too many; make the step larger"


def declared_in_vain(unused: object) -> str:
    return f"{unused} is declared and stands in no equation"


def write_the_step_before(name: object) -> str:
    return f'write "{name}[t-1]" for the step before'


def given_and_left_out(symbol: object) -> tuple[str, str]:
    return f"{symbol} is left out here and has a number under given", "keep one of the two"


def write_an_equals_sign(name: object) -> str:
    return f'write "{name} = ..." in an equation, without a colon'


def write_given_behind(meant: str) -> str:
    return f'write "{meant}"'


def write_one_equals_sign(meant: str) -> str:
    return f'an equation has one equals sign: write "{" ".join(meant.split())}"'


def roles_are_found(line: object) -> str:
    return (
        f'write "{line}": what a symbol is shows by itself (looked up at a step and without an equation, '
        "it is an input; without a step, a parameter); only `given` may stand behind"
    )


def write_line(line: object) -> str:
    return f'write "{line}"'


def write_sizes_with_commas_between(name: object, what: object) -> str:
    return f'write sizes with commas between: "{name}: {what}"'


def for_a_matrix_product_write() -> str:
    return ' for a matrix product write "@";'


def use_it_or_take_it_out(unused: object) -> str:
    return (
        f'use {unused} in an equation, or take out the line "{unused}: ..."; '
        "a number that only a value needs is written into the value"
    )


def declared_in_line(near: object, text: object) -> str:
    return f"{near} is declared in line {{{text}}}"


def declare_it() -> str:
    return "declare it by a line of its own, or mend the name"


def the_expression_cannot_be_read() -> str:
    return "the expression cannot be read"


def the_condition_cannot_be_read() -> str:
    return "the condition cannot be read"


def the_cell_cannot_be_read() -> str:
    return "the cell cannot be read"


def form_of_a_cell() -> str:
    return "the manual shows the form of a cell; `grader cells lstm --source` prints one"


def write_declaration(name: str, shape: str) -> str:
    return f'write "{name}: {shape}"'


def same_shape_for_all() -> str:
    return "give all of them the same shape"
