# ruff: noqa: D103 -- every function here is one sentence and documents itself
"""What is said of functions in an assignment file."""

from __future__ import annotations


def cell_is_missing() -> tuple[str, str]:
    return (
        "cell is missing",
        'add "cell: ..." with a name that `grader cells` lists',
    )


def no_check_has_a_weight() -> tuple[str, str]:
    return (
        "no check has a weight",
        'write "checks: {values: 1}"',
    )


def values_are_not_checked() -> tuple[str, str]:
    return (
        "the values are not checked",
        'add "values: 1"',
    )


def batch_needs_single() -> tuple[str, str]:
    return (
        "batch is only for functions that also take one example alone",
        'add "single: true", or write "N=1" for a batch of one',
    )


def single_needs_a_batch() -> tuple[str, str]:
    return (
        "single needs a batch",
        'add "batch: N"',
    )


def too_few_steps(fewest: object, steps: object, letter: object) -> tuple[str, str]:
    return (
        f"a function over time is tried with {fewest} steps or more (got {steps})",
        f'write {fewest}; "{letter}=1" among the checks tries a single step',
    )


def gradient_on_the_wrong_side(symbol: object, side: object) -> tuple[str, str]:
    return (
        f"{symbol} is a gradient that {side}",
        "write another symbol",
    )


def another_shape_than_in_the_cell(base: object, wanted: object, got: object) -> tuple[str, str]:
    return (
        f"in the cell {base} has the shape {wanted} (got {got})",
        "name the sizes as the cell does, in the same order",
    )


def one_step_with_an_axis_of_steps(symbol: object, stepped: object) -> tuple[str, str]:
    return (
        f"{symbol} is one step, but its shape has {stepped}",
        "drop one",
    )


def no_step_before_the_first(base: object, steps: object) -> tuple[str, str]:
    return (
        f"{base} has no step before the first",
        f'write "{steps}"',
    )


def step_is_no_number(symbol: object, steps: object) -> tuple[str, str]:
    return (
        f"{symbol}: a step is a number{steps}",
        "write h[0] or h[1]",
    )


def layers_need_their_axis(layers: object) -> tuple[str, str]:
    return (
        f'the shape of layers has the axis "{layers}"',
        f'write "{layers}, N, H"',
    )


def twice_in_the_shape(name: object) -> tuple[str, str]:
    return (
        f"{name} stands there twice",
        "give each a name of its own",
    )


def below_is_no_number_of_words(below: object) -> tuple[str, str]:
    return (
        f"{below} is no number of words",
        'write "V", "2", "V - 1" or "2*V"',
    )


def cache_of_nobody() -> tuple[str, str]:
    return (
        "whose cache this is does not stand here",
        'add "forward: ..."',
    )


def only_results_are_divided() -> tuple[str, str]:
    return (
        "only results are divided",
        "leave it out",
    )


def symbol_that_no_argument_gives(name: object) -> tuple[str, str]:
    return (
        f"the equations need {name}, which no argument gives",
        f'add "{name}: ...", or "symbol: {name}" to the argument that is it',
    )


def gradient_without_one_that_arrives(symbol: object) -> tuple[str, str]:
    return (
        f"{symbol} is a gradient, and no gradient arrives",
        'add an argument such as "dh: {symbol: up_h, shape: N, T, H}", or return the loss',
    )


def arrives_at_a_function() -> str:
    return "arrives at a function"


def there_is_no_cell(cell: object) -> str:
    return f'there is no cell "{cell}"'


def no_such_axis(split: object) -> str:
    return f"its shape has no axis {split}"


def there_is_no_other_function(said: object) -> str:
    return f'there is no other function "{said}"'


def symbol_is_a_name() -> str:
    return "a symbol is a name, with a step (h[1]) or without one (W): write the symbol itself"


def close_the_step(meant: object) -> str:
    return f'a "]" is missing; write {meant}'


def no_such_size(one: object, *, of: str = "") -> str:
    return f'no shape{f" of {of}" if of else ""} has a size "{one}"'


def only_where_there_is(key: str, meant: str) -> str:
    return f'{meant}; "{key}" stands only with functions that have such a size'


def no_check_of_this_function(check: object) -> str:
    return f'"{check}" is no check of this function'


def there_is_no_check(check: object) -> str:
    return f'there is no check "{check}"'


def returns_is_missing() -> tuple[str, str]:
    return (
        "returns is missing",
        'add "returns: {h: N, H}", or attributes that are "stored"',
    )


def no_class_and_no_method(call: object) -> tuple[str, str]:
    return (
        f"{call} is no class and no method",
        "write RNNCell.forward",
    )


def gradients_need_autograd() -> tuple[str, str]:
    return (
        "gradients are those that autograd makes of tensors",
        'add "framework: torch", or write a backward function',
    )


def only_an_object_has_these() -> tuple[str, str]:
    return (
        "only an object has these",
        'add "call: RNNCell.forward"',
    )


def only_the_stored_is_filled(name: object) -> tuple[str, str]:
    return (
        f"{name}: only what is stored is filled",
        "move it there",
    )


def method_fills_nothing(owner: object) -> tuple[str, str]:
    return (
        "a method fills nothing",
        f'write "call: {owner}" for the constructor',
    )


def no_method_of_the_class(forward: object, owner: object) -> tuple[str, str]:
    return (
        f'"{forward}" is no method of {owner}',
        "name one",
    )
