"""The lines of a function that runs over a sequence, forward or back.

Forward, a loop holds the states and goes on from them.  Back, a loop runs over the steps in the other
direction: it carries the gradients by the states from each step to the one before, and adds up those by the weights.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from grader.assignment.function import Place
from grader.handout.programs.arrays import stacked
from grader.handout.programs.body import Body, in_tuple
from grader.handout.programs.one_step import holder, known_many
from grader.handout.programs.task import NoText
from reference import Equation, Symbol

_ADDED = "up_"
_IN_A_ROW = 8  # names that begin at 0


def many_steps(body: Body) -> Iterator[str]:
    """The lines of the body."""
    task = body.task
    if task.losses or (task.leaving and task.own):
        raise NoText
    yield from body.taken_apart()
    for place in task.function.given:  # which step is meant is said by the loop
        if place.is_array and task.is_stepped(place):
            symbol = task.symbol(place)
            body.variables[symbol] = f"{body.variables[symbol]}[t]"
    yield from _back(body) if task.leaving else _forward(body)


def _range(body: Body) -> str:
    for place in body.task.function.given:
        if place.is_array and body.task.is_stepped(place):
            return f"range(len({body.variables[body.task.symbol(place)].removesuffix('[t]')}))"
    raise NoText


# forward


def _forward(body: Body) -> Iterator[str]:
    task = body.task
    stepped = [place for place in task.outputs if task.is_stepped(place)]
    wanted = body.cached if task.function.kept is not None else ()
    lists = {place.name: body.names.new(f"{place.name}_all") for place in stepped}
    cache = next((p.name for p in task.function.returns if p.kept), "")
    kept = body.names.new("steps") if cache else ""
    yield from _loop_forward(
        body, [(lists[p.name], (task.symbol(p),)) for p in stepped], kept, _of_a_step(body, wanted)
    )
    if cache:
        body.names.new(cache)
        fixed = [body.variables[s] for s in wanted if s not in _of_a_step(body, wanted)]
        yield f"{cache} = {in_tuple((kept, *fixed))}"
    yield from body.returned(dict(_outcome(body, lists)), cache)


def _loop_forward(
    body: Body, lists: Iterable[tuple[str, tuple[Symbol, ...]]], kept: str, held: tuple[Symbol, ...]
) -> Iterator[str]:
    """The loop over the steps; `lists` are filled with quantities, `kept` with what is held of a step."""
    task, lists = body.task, tuple(lists)
    states = [s for s in task.states if Symbol(s, 0) in task.whole.free]
    yield from _initial(body, states)
    for name in (*(name for name, _ in lists), *([kept] if kept else [])):
        yield f"{name} = []"
    yield f"for t in {_range(body)}:"
    inner: list[str] = []
    if states:
        before = [body.variables[Symbol(s, 0)] for s in states]
        inner.append(
            f"{', '.join(body.names.of(Symbol(s, 0)) for s in states)} = {', '.join(before)}"
        )
        for state, name in zip(states, inner[0].partition(" = ")[0].split(", "), strict=True):
            body.variables[Symbol(state, 0)] = name
            body.many |= {Symbol(state, 0)} if task.function.batch else set()
    wanted = (*held, *(Symbol(s, 1) for s in states), *(only for _, (only,) in lists))
    forward = task.forward.needed(wanted).equations
    inner += _into(body, forward, dict(zip(states, _running(body, states), strict=True)))
    inner += [f"{name}.append({body.variables[only]})" for name, (only,) in lists]
    if kept:
        inner.append(f"{kept}.append({body.tuple_of(held)})")
    yield from (f"    {line}" for line in inner)


def _into(body: Body, forward: Sequence[Equation], running: dict[str, str]) -> list[str]:
    """The equations of a step, the states under the names that go on."""
    lines = []
    for equation in forward:
        written = list(body.lines_of(body.task.whole, [equation]))
        state = running.get(equation.target.name)
        if state is not None:
            name = body.variables[equation.target]
            lines += [line.replace(f"{name} = ", f"{state} = ", 1) for line in written]
            if not written:
                lines.append(f"{state} = {name}")
            body.variables[equation.target] = state
        else:
            lines += written
    return lines


def _initial(body: Body, states: list[str]) -> Iterator[str]:
    """The states before the first step, under the names that go on."""
    alike = [s for s in body.variables if "[" not in body.variables[s]]
    for state in states:
        symbol = Symbol(state, 0)
        given = body.variables.get(symbol)
        name = body.names.new(state)
        yield f"{name} = {given or body.zeros(symbol, alike)}"
        body.variables[symbol] = name


def _running(body: Body, states: list[str]) -> list[str]:
    """The names under which states go on: those that the loop began with."""
    taken = body.names.taken
    return [next(n for n in (state, f"{state}_", f"{state}__") if n in taken) for state in states]


def _outcome(body: Body, lists: dict[str, str]) -> Iterator[tuple[Symbol, str]]:
    task = body.task
    for place in task.outputs:
        symbol = task.symbol(place)
        if place.name in lists:
            yield symbol, stacked(lists[place.name], place, task.function, torch=body.torch)
        else:
            _at_the_end(body, place)
            yield symbol, body.result(place, body.variables[symbol], many=symbol in body.many)


def _at_the_end(body: Body, place: Place) -> None:
    """Without an axis of steps only what the last step leaves has a value after the loop."""
    if body.task.reference(place).index != body.task.steps:
        raise NoText


def _of_a_step(body: Body, symbols: Iterable[Symbol]) -> tuple[Symbol, ...]:
    fixed = body.task.written.parameters
    return tuple(s for s in symbols if s.name not in fixed)


# back


def _back(body: Body) -> Iterator[str]:
    task = body.task
    count = "" if task.function.takes_kept else _range(body)
    held = _of_a_step(body, task.remembered)
    kept = body.names.new("steps")
    arriving = {target: up for up, target in task.arriving.items()}
    if task.function.takes_kept:
        fixed = [s for s in task.remembered if s not in held]
        for symbol in fixed:
            body.variables[symbol] = body.names.of(symbol)
        yield f"{in_tuple((kept, *(body.variables[s] for s in fixed)))[1:-1]} = {holder(body)}"
        for place in task.given:
            body.know(task.symbol(place), place)
    else:
        yield from _loop_forward(body, [], kept, held)
    known_many(body)
    body.many |= {Symbol(s, 0) for s in task.states} if task.function.batch else set()
    yield from _carried(body, arriving)
    sums = [p for p in task.outputs if task.symbol(p).step is None]
    lists = {p.name: body.names.new(f"{p.name}_all") for p in task.outputs if task.is_stepped(p)}
    totals = {task.symbol(p): body.names.new(p.name) for p in sums}
    names = list(totals.values())
    for first in range(0, len(names), _IN_A_ROW):
        yield f"{' = '.join(names[first : first + _IN_A_ROW])} = 0"
    yield from (f"{name} = []" for name in lists.values())
    yield f"for t in reversed({count or f'range(len({kept}))'}):"
    yield from (f"    {line}" for line in _step_back(body, kept, held, lists, totals))
    yield from body.returned(dict(_gradients(body, lists, totals)))


def _carried(body: Body, arriving: dict[Symbol, Symbol]) -> Iterator[str]:
    """The gradients by the states after the last step."""
    task = body.task
    for state in task.states:
        up = arriving.get(Symbol(state, 1))
        place = next((p for p in task.given if up is not None and task.symbol(p) == up), None)
        name = body.names.new(f"d{state}_next")
        last = place is not None and not task.is_stepped(place)
        start = body.variables[up] if last and up is not None else _nothing(body, state)
        yield f"{name} = {start}"
        carry = Symbol(f"{_ADDED}{state}", 1)
        stepped = body.variables[carry] if up is not None and not last else ""
        body.variables[carry] = f"({stepped} + {name})" if stepped else name
        body.many |= {carry} if task.function.batch else set()
        body.variables[Symbol(f"d{state}", 0)] = name


def _nothing(body: Body, state: str) -> str:
    """A gradient of 0: in the shape of one that arrives, where there is one alike."""
    shape = body.task.cell.shapes[state]
    for up, target in body.task.arriving.items():
        if body.task.cell.shapes[target.name] == shape and up in body.variables:
            text = body.variables[up].strip("()").partition(" + ")[0].replace("[t]", "[0]")
            return f"{body.library}.zeros_like({text})"
    return "0.0"


def _step_back(
    body: Body,
    kept: str,
    held: tuple[Symbol, ...],
    lists: dict[str, str],
    totals: dict[Symbol, str],
) -> Iterator[str]:
    task = body.task
    names = []
    for symbol in held:
        current = body.variables.get(symbol, "")
        if not current or "[" in current:
            current = body.names.of(symbol)
        body.variables[symbol] = current
        names.append(current)
    yield f"{in_tuple(names)[1:-1]} = {kept}[t]"
    body.held.clear()  # what was held of a step forward is not of this one
    carry = {state: body.variables[Symbol(f"d{state}", 0)] for state in task.states}
    for equation in task.backward.equations:
        written = list(body.lines_of(task.whole, [equation]))
        if equation.target in totals:
            total, name = totals[equation.target], body.variables[equation.target]
            yield from written[:-1]
            text = written[-1].partition(" = ")[2] if written else name
            yield f"{total} = {total} + {text}"
        else:
            yield from written
    for place in task.outputs:
        if place.name in lists:
            yield f"{lists[place.name]}.append({body.variables[task.symbol(place)]})"
    for state, name in carry.items():
        yield f"{name} = {body.variables[Symbol(f'd{state}', 0)]}"
        body.variables[Symbol(f"d{state}", 0)] = name


def _gradients(
    body: Body, lists: dict[str, str], totals: dict[Symbol, str]
) -> Iterator[tuple[Symbol, str]]:
    task = body.task
    for place in task.outputs:
        symbol = task.symbol(place)
        if place.name in lists:
            text = f"{lists[place.name]}[::-1]"
            yield symbol, stacked(text, place, task.function, torch=body.torch)
        elif symbol in totals:
            yield symbol, body.result(place, totals[symbol], many=False)
        else:
            yield symbol, body.result(place, body.variables[symbol], many=symbol in body.many)
