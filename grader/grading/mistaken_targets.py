"""The target of an answer under every misconception, and what each is called at whatever step."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator

from grader.grading.follow import Carried
from grader.grading.kept_mistakes import kept_mistakes
from grader.key.asked_before import with_equations
from grader.key.target import Target
from reference import (
    Cell,
    CellError,
    Equation,
    Misconception,
    Symbol,
    misconceptions,
    resolve,
    shape_of,
    symbols,
    unroll,
)
from reference.language.effort import Budget, TooMuchWork, at_most
from reference.language.expression import walk
from reference.records import replace

_MOST_WORK = 300_000  # places looked at for the mistakes in one answer: some five seconds

_STEPS = str.maketrans("", "", "₀₁₂₃₄₅₆₇₈₉₊₋ₜ")

Identity = tuple[str, str]
Made = tuple[str, str, Target]  # note, words, and the answer under the mistake
Look = Callable[[Target, Carried], Iterator[Made]]


def identity(note: str, what: str) -> Identity:
    """What a mistake is called at whatever step it is made."""
    return note, what.translate(_STEPS)


def has_too_many(target: Target) -> bool:
    """Whether its mistakes were looked for and would have taken too long."""
    return ("too many", "mistakes") in target.known


def rewrites(target: Target, carried: Carried) -> list[tuple[str, str, Target]]:
    """The target by every misconception; which they are hangs on no number that was written."""
    return _found(target, carried, "mistakes", _rewritten)


def _found(target: Target, carried: Carried, kind: str, look: Look) -> list[Made]:
    """What a search finds, once for all who wrote the same; all of it or none.

    What is told never hangs on what was told before.
    """
    names = tuple(step.name for step in carried.steps)
    if (kind, names) not in target.known:

        def make() -> list[Made]:
            with at_most(Budget(_MOST_WORK)):
                return list(look(target, carried))

        try:
            target.known[kind, names] = kept_mistakes(target, names, make, kind=kind)
        except TooMuchWork:
            target.known[kind, names] = []
            target.known["too many", kind] = True
    found: list[Made] = target.known[kind, names]
    return found


def _rewritten(target: Target, carried: Carried) -> Iterator[tuple[str, str, Target]]:
    system = target.system
    gone = {*(step.name for step in carried.steps), *system.pins}
    local = equations_before(target, gone)
    near = {equation.target for equation in local.equations}
    asked = symbols(target.expression)
    old = system.cell.by_target
    seen: set[tuple[Identity, tuple[Equation, ...]]] = set()
    # a gate that is given is still a gate, and may have been taken for another
    for mistake in (*misconceptions_of(local), *misconceptions_of(system.cell)):
        changed = [e for e in mistake.cell.equations if e.value != old[e.target]]
        if not any(e.target in near for e in changed):
            continue  # what the student wrote down stands, however it came about
        needed = _completed(mistake.cell, target, gone).needed(asked)
        # one gate alone or all of them may be the same here, and not in another answer
        made = identity(mistake.note, mistake.sentence), needed.equations
        if made not in seen:
            seen.add(made)
            yield mistake.note, mistake.sentence, target.rewritten(needed)
    yield from _in_what_is_asked(target)
    if len({e.target.step for e in local.equations}) < 2 and target.of is None:
        return  # there is only one step to make it in
    right = system.cell.needed(asked).equations
    for mistake in misconceptions_of(system.written):
        try:
            mistaken = _everywhere(target, mistake.cell)
        except CellError:
            continue
        needed = mistaken.system.cell.needed(asked)
        if needed.equations != right:
            yield mistake.note, mistake.sentence, mistaken.rewritten(needed)


def _completed(mistaken: Cell, target: Target, gone: Collection[str]) -> Cell:
    """Equations with a mistake in them, and what they need that the right ones do not: a gate for another."""
    cell, changed = target.system.cell, {e.target: e for e in mistaken.equations}
    lacking = [s for s in mistaken.free if s in cell.by_target and str(s) not in gone]
    if not lacking:
        return mistaken
    whole = (changed.get(e.target, e) for e in cell.equations if str(e.target) not in gone)
    return mistaken.with_equations(whole)


def carried_into_gradients(target: Target, carried: Carried) -> list[tuple[str, str, Target]]:
    """A gradient of the network as somebody has it who made a mistake in one place of it.

    Who takes a sigmoid for ReLU there takes its slope, too.  These are looked at where nothing else
    explains a gradient.
    """
    if target.of is None or target.asked is None:
        return []
    return _found(target, carried, "gradients", _differentiated)


def _differentiated(target: Target, carried: Carried) -> Iterator[tuple[str, str, Target]]:
    system = target.system
    assert target.asked is not None  # noqa: S101 - asked before
    written = {*(step.name for step in carried.steps), *system.pins}
    forward = with_equations(unroll(system.written, system.steps), target.named)
    old = forward.by_target
    for mistake in misconceptions_of(forward):
        changed = [e for e in mistake.cell.equations if e.value != old[e.target]]
        if all(str(e.target) in written for e in changed):
            continue  # what the student wrote down stands, however it came about
        try:
            found = resolve(mistake.cell, target.asked, slope_at_zero=target.slope_at_zero)
        except CellError:
            continue  # it hangs on nothing of it any more
        needed = found.cell.needed(symbols(target.expression))
        yield mistake.note, mistake.sentence, target.rewritten(needed)


def _in_what_is_asked(target: Target) -> Iterator[tuple[str, str, Target]]:
    """The mistakes in what the answer itself works out from the cell: min(1, c / norm(g)) * g."""
    if isinstance(target.expression, Symbol):
        return
    if sum(1 for _ in walk(target.expression)) > _LONGEST:
        return  # nobody works that out in one go; every term of it would be a mistake of its own
    cell = target.system.cell
    last = Equation(Symbol(_ASKED), target.expression)
    shapes = {**cell.shapes, _ASKED: shape_of(target.expression, cell.shapes)}
    alone = replace(cell, shapes=shapes, equations=(last,))
    for mistake in misconceptions_of(alone):
        if target.of is not None and mistake.note == "initial-state-ignored":
            continue  # a gradient that comes back from the end is no state
        (changed,) = mistake.cell.equations
        yield mistake.note, mistake.sentence, replace(target, expression=changed.value)


_LONGEST = 40  # parts of an expression
_ASKED = "the answer"  # no symbol of a file is called so


def misconceptions_of(cell: Cell) -> tuple[Misconception, ...]:
    """Every mistake in a cell, made once for all students whose equations are the same."""
    key = cell.equations, tuple(cell.shapes.items()), frozenset(cell.states)
    if key not in _MADE:
        if len(_MADE) >= _REMEMBERED:
            _MADE.clear()
        _MADE[key] = tuple(misconceptions(cell, rarer=True))
    return _MADE[key]


_REMEMBERED = 512  # cells of a sheet, each with what is left of it where some quantities are given
_MADE: dict[object, tuple[Misconception, ...]] = {}


def equations_before(target: Target, pinned: Iterable[str]) -> Cell:
    """The equations between what is given and the value."""
    gone = {*pinned, *target.system.pins}
    cell = target.system.cell
    rest = cell.with_equations(e for e in cell.equations if str(e.target) not in gone)
    return rest.needed(symbols(target.expression))


def _everywhere(target: Target, written: Cell) -> Target:
    """The target asked of the system with every step mistaken in the same way."""
    system = target.system
    unrolled = with_equations(unroll(written, system.steps), target.named)
    if target.asked is None:
        return target.rewritten(unrolled)
    resolved = resolve(unrolled, target.asked, slope_at_zero=target.slope_at_zero)
    return target.rewritten(resolved.cell)
