# ruff: noqa: D103 -- every function here is one sentence and documents itself
"""What is said of functions that students wrote."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from grader.words.text import counted, listed


def function_absent(name: str, *, within: str = "") -> str:
    if within:
        return f"{name} stands within {within}, where it cannot be called; move it to the top level"
    return f"there is no function {name}; define it with def {name}(...)"


def function_not_run(name: str) -> str:
    return f"hand {name} in as a program (.py or .ipynb): it is a function"


def function_not_implemented(name: str) -> str:
    return f"not implemented yet: {name} returns nothing"


def function_returns_nothing(name: str, changed: Sequence[str]) -> str:
    instead = f"it changes {listed(changed)} in place, and " if changed else ""
    return f"{instead}nothing is returned: end {name} with `return` and the results"


def function_is_no_function(name: str) -> str:
    return f"expected a function; {name} is a value"


def function_signature(wanted: str, got: str) -> str:
    return f"expected {wanted}; yours takes ({got})"


def function_order(wanted: Sequence[str], got: Sequence[str]) -> str:
    return f"your parameters stand in the order {listed(got)}; the call gives {listed(wanted)}"


def function_blocked(name: str, blocker: str, why: str) -> str:
    return f"could not be judged, since {name} needs {blocker}, which {why}"


def function_against_rules(used: str, line: int, only: Sequence[str]) -> str:
    allowed = f"; only {listed(only)} may be used" if only else ""
    return f"it uses {used} (line {line}), which this exercise forbids{allowed}"


def function_left_out(why: str) -> str:
    return f"could not be read: {why}"


def function_raised(error: str, sizes: str) -> str:
    return f"called with {sizes}, it raised {error}" if sizes else f"it raised {error}"


def function_name_lost(name: str, why: str) -> str:
    return f"it uses {name}, which is not defined: {why} Hand in what defines it, or define it here"


def function_right(outputs: Sequence[str]) -> str:
    return f"in every call as expected: {listed(outputs)}"


def constructor_right(attributes: Sequence[str]) -> str:
    return f"made as asked: {listed(attributes)}"


def constructor_wrong(wrong: Sequence[str], right: Sequence[str]) -> str:
    said = f"not made as asked: {listed(wrong)}"
    return f"{said}; as asked: {listed(right)}" if right else said


def function_consistent(forward: str) -> str:
    return f"this is consistent with your forward pass: it is the gradient of your {forward}"


def function_inherited(step: str) -> str:
    return f"inherited from {step}: with your own steps, everything here follows correctly"


def function_over_own_caches(forward: str) -> str:
    return f"inherited from {forward}: over what your own steps keep there, this goes back as it should"


def follows_from_own(results: Sequence[str]) -> str:
    return f"follows from your {listed(results)}"


def function_same_mistake(other: str, what: str) -> str:
    return f"inherited from {other}, where {what} explains this, too"


def function_of_neither(forward: str) -> str:
    return f"something is wrong in {forward}, but this is not the gradient of your own {forward} either"


def function_wrong(wrong: Sequence[str], right: Sequence[str]) -> str:
    said = f"not as the equations have it: {listed(wrong)}"
    return f"{said}; right: {listed(right)}" if right else said


def function_only_checks(checks: Sequence[str]) -> str:
    return f"the values are right, but not every check passes: {listed(checks)}"


def function_stage_wrong(wrong: Sequence[str], right: Sequence[str]) -> str:
    return (
        f"look at the term with {listed(wrong)}: with only that different from 0 the result is "
        f"wrong, with only {listed(right, 'or')} it is right"
    )


def function_right_in_some(right: int, calls: int) -> str:
    return (
        f"{right} of {calls} calls are right: look at which numbers are compared, and at what becomes "
        "of them on either side"
    )


def function_stages_right() -> str:
    return "with only one term different from 0 it is right: look at how the terms come together"


def function_modified(
    names: Sequence[str], inside: Mapping[str, Sequence[str]], *, costs: bool
) -> str:
    """What is changed: whole arguments, and what stands inside others."""
    advice = "work on a copy" if costs else "it costs nothing here, but callers may be surprised"
    said = [f"its argument {listed(names)} in place"] if names else []
    said += [
        f"{listed(parts)} of its argument {whole}: other entries stand in it, or the arrays are changed"
        for whole, parts in inside.items()
    ]
    return f"it changes {'; '.join(said)}; {advice}"


def changed_by_step(names: Sequence[str], step: str) -> str:
    return f"its argument {listed(names)} is changed by {step}, which loses the points for it"


def function_same_arrays(first: str, second: str) -> str:
    return f"the results {first} and {second} hold the same numbers: one array under two names?"


def function_line(line: int, kind: str) -> str:
    if kind == "less":
        return f"something in line {line} is too much: without it, all results come out right"
    if kind == "more":
        return f"something is missing in line {line}: with it, all results come out right"
    what = {
        "operator": "another sign or operator",
        "name": "another name",
        "number": "another index, number or order",
        "turned": "a transpose, or none",
        "function": "another function",
        "power": "the power of another part",
        "added up": "a sum in place of a single value, or the reverse",
    }[kind]
    return f"with {what} in line {line}, all results come out right"


def function_mistake(what: str) -> str:
    return f"this is exactly what comes out with {what}"


def one_place_changed(now: str, was: str, where: str) -> str:
    return f"{now} in place of {was} in the equation of {where}"


def one_place_left_out(what: str, where: str) -> str:
    return f"{what} left out of {where}"


def results_off(results: Sequence[str]) -> str:
    return f"not as it should be: {listed(results)}"


def check_needs_values() -> str:
    return "counts only when some value is right"


def check_passed() -> str:
    return "passed"


def check_hidden() -> str:
    return "the outcome of this check is not shown"


def result_absent() -> str:
    return "it is None"


def key_absent(keys: Sequence[str]) -> str:
    return f"there is no such key; yours are {listed(keys)}" if keys else "the dict is empty"


def attribute_absent(name: str) -> str:
    return f"the object has no attribute {name} after the call"


def result_kind(got: str) -> str:
    return f"expected an array of numbers, got {got}"


def result_shape(got: tuple[int, ...], wanted: tuple[int, ...]) -> str:
    hint = ""
    off = [k for k, (one, other) in enumerate(zip(got, wanted, strict=False)) if one != other]
    if len(got) == 2 and got == wanted[::-1]:
        hint = "; it seems to be transposed"
    elif len(got) == len(wanted) and sorted(got) == sorted(wanted):
        two = f"axes {off[0] + 1} and {off[-1] + 1} are exchanged"
        hint = f"; {two}" if len(off) == 2 else "; its axes stand in another order"
    elif [n for n in got if n != 1] == [n for n in wanted if n != 1]:
        hint = "; it has an axis of 1 too many or too few"
    return f"expected the shape {_shape_text(wanted)}, got {_shape_text(got)}{hint}"


def _shape_text(shape: tuple[int, ...]) -> str:
    return f"({', '.join(map(str, shape))}{',' if len(shape) == 1 else ''})"


def result_not_drawn() -> str:
    return "all its entries are the same, where they have to be drawn"


def result_not_finite() -> str:
    return "it holds NaN or infinity"


def result_differs(off: int, entries: int) -> str:
    if entries == 1:
        return "the number differs"
    return f"{off} of {entries} entries differ"


def nothing_returned() -> str:
    return "it returns nothing"


def cache_absent(forward: str) -> str:
    return f"your {forward} returns no cache"


def not_a_tuple(names: Sequence[str], got: str) -> str:
    return f"expected {len(names)} results, {listed(names)}; got one {got}"


def wrong_count(names: Sequence[str], got: int) -> str:
    return f"expected {counted(len(names), 'result')}, {listed(names)}; got {got}"


def not_a_dict(keys: Sequence[str], got: str) -> str:
    return f"expected a dict with {listed(keys)}; got {got}"


def not_a_row(names: Sequence[str], container: str, got: str) -> str:
    return f"expected a {container} of {len(names)}, {listed(names)}; got {got}"


_NAMES = {"torch": "PyTorch"}


def framework_missing(assignment: str, framework: str) -> str:
    return (
        f'"{assignment}" asks for code in {_NAMES.get(framework, framework)}, which is not installed '
        f"here: pip install 'rnn-grader[{framework}]'"
    )


def no_tensor() -> str:
    return "array of NumPy, where a tensor belongs"


def gradient_absent() -> str:
    return (
        "no gradient reaches it: the graph is cut on the way (detach, .data, numpy(), item(), "
        "torch.tensor(...), no_grad), or it is not used"
    )


def helper_stands_in(module: str, names: Sequence[str]) -> str:
    what = f" ({listed(names)})" if names else ""
    return (
        f"The module {module} was not handed in: the course's own{what} stands in for it. "
        f"Hand in {module}.py beside your file if yours is different"
    )


def other_helper_stands_in(module: str, names: Sequence[str]) -> str:
    return (
        f"The module {module} was not handed in: a stand-in with {listed(names)} took its place. "
        f"Hand in {module}.py beside your file if yours is different"
    )


def function_only_hidden() -> str:
    return "what you see is right, but a check whose outcome is not shown did not pass"


def function_mend_first(names: Sequence[str]) -> str:
    return f"it uses {listed(names)}, where something is wrong: mend that first"


def function_one_step_right() -> str:
    return "a single step is right: look at what is carried from one step to the next"


def function_one_example_right() -> str:
    return "a single example is right: look at what is done over all examples together"


def function_not_added_up() -> str:
    return (
        "only the rows that something arrives at several times are wrong: "
        "it has to be added up (np.add.at does so, W[x] += ... does not)"
    )


def function_attributes(owner: str, names: Sequence[str]) -> str:
    return f"the attributes of a {owner} that are set from outside are {listed(names)}"


def method_absent(owner: str, name: str) -> str:
    return f"the class {owner} has no {name}; define it there with def {name}(self, ...)"


def class_absent(owner: str) -> str:
    return f"there is no class {owner}; define it with class {owner}:"


def is_no_class(owner: str) -> str:
    return f"expected a class; {owner} is something else"


def function_keys(name: str, keys: Sequence[str]) -> str:
    return f"the keys of {name} are {listed(keys)}"


def not_called() -> str:
    return "it was not called any more"


def blocker_missing() -> str:
    return "is not implemented"


def blocker_fails() -> str:
    return "fails itself"


def blocker_fails_here() -> str:
    return "fails in this call"


def blocker_without_cache() -> str:
    return "returns no cache"


def result_form(of_shape: str) -> str:
    return f"its numbers are right; {of_shape}"


def result_more_steps(before: int, after: int) -> str:
    where = [
        f"{number} more {'stands' if number == 1 else 'stand'} {side}"
        for number, side in ((before, "before them"), (after, "after them")) if number
    ]  # fmt: skip
    initial = " (the initial state?)" if before == 1 and not after else ""
    return f"along the steps {' and '.join(where)}{initial}, not asked for"


def result_last_step() -> str:
    return "only the last of the steps is there, and rightly so"


def result_some_steps(before: int, there: int) -> str:
    which = f"{before + 1} to {before + there}" if there > 1 else f"{before + 1} alone"
    return f"of the steps asked for, {which} is there, and rightly so"


def result_elsewhere(place: str) -> str:
    return f"it is right, but stands in the place of {place}"


def results_order(wanted: Sequence[str], got: Sequence[str]) -> str:
    return (
        f"every result is right, but the order is {listed(got)} where it should be {listed(wanted)}"
    )


def no_whole_number_below(name: str, letter: str, below: int) -> str:
    return f"{name}: no whole number is below {letter} = {below}"


def gradients_averaged() -> str:
    return "the gradients averaged over the examples, where they have to be summed"
