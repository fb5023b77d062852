"""What is wrong with a function of an assignment, before anything is drawn or called.

A function is wrong when the cell has no such symbol, when an array has other axes than its
symbol, or when the equations need something that no argument gives.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import TypeAlias

from grader.assignment import language
from grader.assignment.document import KeyPath
from grader.assignment.faults import did_you_mean
from grader.assignment.function import (
    CHECKS,
    GRADIENTS,
    LAYERS,
    ONE,
    PARAMETERS,
    SELF,
    TORCH,
    Function,
    Place,
    Reference,
    read_symbol,
)
from grader.assignment.normalise import finished_function, function_of
from grader.assignment.schema.functions import FunctionFile
from grader.assignment.schema.sheet import AssignmentFile, QuestionFile
from grader.words.sentences.complaints import functions as sentences
from reference import CATALOGUE, Cell, CellError, parse_cell, show_shape
from reference import cell as of_catalogue
from reference.language.dimension import parse_shape
from reference.language.expression import Now
from reference.records import replace

Found: TypeAlias = tuple[KeyPath, str, str]  # the path, what is wrong there, what to write

_WORD = re.compile(r"[A-Za-z]\w*")
_BELOW = re.compile(r"\d+|(\d+\*)?[A-Za-z]\w*([+-](\d+|[A-Za-z]\w*))*")
_PLACE_WORDS = (
    "kept", "size", "symbol", "shape", "fill", "cells", "list", "tuple", "layers", "split", "below",
)  # fmt: skip
_FEWEST_STEPS = 3  # a fault that is carried over time may not show in fewer


def check_function(
    name: str, sheet: AssignmentFile, question: QuestionFile, path: KeyPath
) -> Iterator[Found]:
    """Everything wrong with the function of one answer, whose mapping stands at `path`."""
    answer = question.answers[name]
    file = function_of(answer, question.defaults)
    if file is None or answer.function is None:
        return
    function = finished_function(file, sheet.framework)
    own = answer.function.model_fields_set
    common = question.defaults.function if question.defaults else None
    inherited = common.model_fields_set - own if common else set[str]()
    alternatives = [str(other.value) for other in answer.alternatives]
    others = _others(name, sheet)
    for found in (
        *_missing(function, path),
        *_called(function, file, path),
        *_cell(function, sheet, alternatives, path),
        *_checks(function, path),
        *_sizes(name, function, path),
        *_twice(function, path),
        *_related(function, others, path),
        *(
            found
            for cell in _cells_of(function, sheet, alternatives)
            for found in (
                *_places(function, cell, path),
                *_below(function, cell, path),
                *_needs(function, others.get(function.forward), cell, path),
            )
        ),
    ):
        where, said, remedy = found
        if where[len(path) : len(path) + 1] and where[len(path)] in inherited:
            where = (*path[:2], "defaults", "function", *where[len(path) :])
        yield where, said, remedy


def _missing(function: Function, path: KeyPath) -> Iterator[Found]:
    of_an_object = bool(function.new or function.attributes or function.stored)
    for key in ("arguments", "returns"):
        if not getattr(function, key) and not of_an_object:
            yield path, f"{key} is missing", f'add "{key}: {{x: N, D}}": name and shape'
    if of_an_object and not function.outputs:
        yield (
            path,
            *sentences.returns_is_missing(),
        )


def _called(function: Function, file: FunctionFile, path: KeyPath) -> Iterator[Found]:
    """What is called is a name, or a method of a class."""
    words = function.call.split(".")
    if function.call and (len(words) > 2 or not all(word.isidentifier() for word in words)):
        yield (*path, "call"), *sentences.no_class_and_no_method(function.call)
    for key in ("new", "attributes", "stored"):
        if getattr(file, key) and not function.call:
            yield (*path, key), *sentences.only_an_object_has_these()
    for place in (*function.returns, *function.arguments, *function.attributes):
        if place.fill:
            yield path, *sentences.only_the_stored_is_filled(place.name)
    for place in function.stored:
        if place.fill and function.owner:
            yield (
                (*path, "stored", place.name), *sentences.method_fills_nothing(function.owner),
            )  # fmt: skip


def _others(name: str, sheet: AssignmentFile) -> dict[str, Function]:
    """The other functions of the sheet."""
    found = {}
    for question in sheet.questions:
        for other, answer in question.answers.items():
            file = function_of(answer, question.defaults)
            if file is not None and other != name:
                found[other] = finished_function(file, sheet.framework)
    return found


def _related(function: Function, others: Mapping[str, Function], path: KeyPath) -> Iterator[Found]:
    for key in ("forward", "step"):
        said = getattr(function, key)
        if said and said not in others:
            yield (
                (*path, key),
                sentences.there_is_no_other_function(said),
                did_you_mean(said, others),
            )
    yield from _kept(function, others.get(function.forward), path)


def _cell(
    function: Function, sheet: AssignmentFile, alternatives: Sequence[str], path: KeyPath
) -> Iterator[Found]:
    words = [(place, word, name) for place in function.given for word, name in place.cells.items()]
    if not function.cell and not words:
        yield path, *sentences.cell_is_missing()
    known = [*sheet.cells, *language.known_cells()]
    if function.cell and function.cell not in known:
        near = did_you_mean(function.cell, known)
        yield (*path, "cell"), sentences.there_is_no_cell(function.cell), near
    for index, name in enumerate(alternatives):
        if name not in known:
            where = (*path[:-1], "alternatives", index, "value")
            yield where, sentences.there_is_no_cell(name), did_you_mean(name, known)
    for place, word, name in words:
        if name not in known:
            where = (*path, "arguments", place.name, "cells", word)
            yield where, sentences.there_is_no_cell(name), did_you_mean(name, known)


def _checks(function: Function, path: KeyPath) -> Iterator[Found]:
    here = (*path, "checks")
    for check in function.checks:
        one = ONE.fullmatch(check)
        if one and one[1] not in function.letters:
            near = did_you_mean(one[1], function.letters)
            yield (*here, check), sentences.no_such_size(one[1]), near
        elif not one and check not in CHECKS:
            near = did_you_mean(check, [*CHECKS, *(f"{name}=1" for name in function.letters)])
            yield (*here, check), sentences.there_is_no_check(check), near
    if not sum(function.checks.values()):
        yield here, *sentences.no_check_has_a_weight()
    if "values" not in function.checks:
        yield here, *sentences.values_are_not_checked()
    if "batch" in function.checks and not function.single:
        yield (
            (*here, "batch"), *sentences.batch_needs_single(),
        )  # fmt: skip
    if GRADIENTS in function.checks and function.framework != TORCH:
        yield (
            (*here, GRADIENTS), *sentences.gradients_need_autograd(),
        )  # fmt: skip
    if function.single and not function.batch:
        yield (*path, "single"), *sentences.single_needs_a_batch()
    for check in function.hidden:
        if "".join(check.split()) not in function.checks:
            yield (
                (*path, "hidden"), sentences.no_check_of_this_function(check),
                did_you_mean(check, function.checks),
            )  # fmt: skip


def _sizes(name: str, function: Function, path: KeyPath) -> Iterator[Found]:
    for letter in function.sizes:
        if letter not in function.letters:
            yield (
                (*path, "sizes", letter), sentences.no_such_size(letter),
                did_you_mean(letter, function.letters),
            )  # fmt: skip
    for key in ("batch", "steps"):
        letter = getattr(function, key)
        if letter and letter not in function.letters:
            yield (
                (*path, key), sentences.no_such_size(letter, of=name),
                sentences.only_where_there_is(key, did_you_mean(letter, function.letters)),
            )  # fmt: skip
    steps = function.sizes.get(function.steps)
    if steps and steps[0] < _FEWEST_STEPS:
        yield (
            (*path, "sizes", function.steps),
            *sentences.too_few_steps(_FEWEST_STEPS, steps[0], function.steps),
        )  # fmt: skip


def _twice(function: Function, path: KeyPath) -> Iterator[Found]:
    """Two places of one name would be one array."""
    for key, places in (("arguments", function.given), ("returns", function.outputs)):
        names = [place.name for place in places]
        for name in dict.fromkeys(n for n in names if names.count(n) > 1):
            yield (*path, key), *sentences.twice_in_the_shape(name)


def _below(function: Function, cell: Cell, path: KeyPath) -> Iterator[Found]:
    """What bounds whole numbers is made of sizes that some array has."""
    known = _sizes_of(function, cell)
    for place in function.given:
        where = (*path, "arguments", place.name, "below")
        if place.below and not _BELOW.fullmatch(place.below):
            yield where, *sentences.below_is_no_number_of_words(place.below)
        for letter in _WORD.findall(place.below):
            if letter not in known:
                yield (
                    where,
                    sentences.no_such_size(letter),
                    did_you_mean(letter, sorted(known)),
                )


def _sizes_of(function: Function, cell: Cell) -> set[str]:
    """The sizes that some array has."""
    axes = [axis for p in (*function.given, *function.outputs) for axis in p.axes]
    known = {word for axis in axes for word in _WORD.findall(axis)}
    return known | {name for shape in cell.shapes.values() for size in shape for name in size.names}


def _kept(function: Function, forward: Function | None, path: KeyPath) -> Iterator[Found]:
    for place in function.given:
        if not place.kept:
            continue
        where = (*path, "arguments", place.name)
        if not function.forward:
            yield where, *sentences.cache_of_nobody()
        elif place.name == SELF and function.owner:
            if forward is not None and forward.owner != function.owner:
                yield where, *sentences.no_method_of_the_class(function.forward, function.owner)
        elif forward is not None and forward.kept is None:
            yield (
                where, f'"{function.forward}" returns no cache',
                f'add "{place.name}: kept" to its returns',
            )  # fmt: skip


def _cells_of(function: Function, sheet: AssignmentFile, alternatives: Sequence[str]) -> list[Cell]:
    names = [
        function.cell,
        *alternatives,
        *(name for p in function.given for name in p.cells.values()),
    ]
    found = (_cell_of(name, sheet) for name in dict.fromkeys(names) if name)
    return [cell for cell in found if cell is not None]


def _cell_of(name: str, sheet: AssignmentFile) -> Cell | None:
    """A cell by its name; what is wrong with its text is told where it stands."""
    if name in CATALOGUE and name not in sheet.cells:
        return of_catalogue(name)
    try:
        return parse_cell(sheet.cells.get(name, ""), name=name)
    except CellError:
        return None


def _places(function: Function, cell: Cell, path: KeyPath) -> Iterator[Found]:
    for key in ("new", "attributes", "arguments", "returns", "stored"):
        for outer in getattr(function, key):
            for place in outer.leaves:
                where = (*path, key, *((outer.name,) if place is not outer else ()), place.name)
                output = key in ("returns", "stored")
                yield from _place(function, place, cell, where, output=output)


def _place(
    function: Function, place: Place, cell: Cell, path: KeyPath, *, output: bool
) -> Iterator[Found]:
    if not place.is_array or (output and place.symbol == PARAMETERS):
        return
    if place.layers:
        yield from _layers(function, place, cell, path, output=output)
        return
    if place.split and place.split not in place.axes:
        yield (
            path,
            sentences.no_such_axis(place.split),
            did_you_mean(place.split, place.axes),
        )
    yield from _divided(function, place, cell, path, output=output)
    found = read_symbol(place.symbol, cell.shapes)
    if found is None:
        yield (
            path, f'the cell "{cell.name}" has no symbol {place.symbol}',
            _symbol_meant(place, cell),
        )  # fmt: skip
        return
    if found.role == ("leaves" if not output else "arrives"):
        side = sentences.arrives_at_a_function() if output else "leaves a function"
        yield path, *sentences.gradient_on_the_wrong_side(place.symbol, side)
    wanted = cell.shape(found.base)
    stepped = function.steps_axis(place.axes)
    own = [axis for axis in place.axes if axis not in (function.batch, stepped)]
    shape = tuple(d for axis in own if axis != "1" for d in parse_shape(axis))
    if tuple(d for d in wanted if d.size != 1) != shape:
        got = ", ".join(own) or "scalar"
        yield (
            path,
            *sentences.another_shape_than_in_the_cell(found.base, show_shape(wanted), got),
        )
    if found.index is not None and stepped:
        yield path, *sentences.one_step_with_an_axis_of_steps(place.symbol, stepped)
    if stepped == function.after_steps and stepped and found.base not in cell.states:
        yield path, *sentences.no_step_before_the_first(found.base, function.steps)
    if found.index is not None and not _is_index(found, function, cell):
        steps = f" or {function.steps}" if function.steps else ""
        yield path, *sentences.step_is_no_number(place.symbol, steps)


def _symbol_meant(place: Place, cell: Cell) -> str:
    """What to write for a symbol that a cell does not have: a gradient, a cache and keys of a place count."""
    name, bracket, index = place.symbol.partition("[")
    if not name.strip().isidentifier():
        return sentences.symbol_is_a_name()
    if bracket and not index.endswith("]"):
        return sentences.close_the_step(f"{place.symbol}]")
    left = [f"d{shape}" for shape in cell.shapes]
    arrived = [f"up_{quantity}" for quantity in cell.quantities]
    kept = did_you_mean(",".join(place.axes), ["kept"])
    near = did_you_mean(name, [*cell.shapes, *left, *arrived, *_PLACE_WORDS])
    known = left if name.startswith("d") else arrived if name.startswith("up_") else cell.shapes
    found = [hint for hint in (kept, near) if hint.startswith("did")]
    return found[0] if found else did_you_mean(name, known)


def _divided(
    function: Function, place: Place, cell: Cell, path: KeyPath, *, output: bool
) -> Iterator[Found]:
    """What a result is divided by are sizes."""
    known = _sizes_of(function, cell)
    for letter in place.per:
        if not output:
            yield (*path, "per"), *sentences.only_results_are_divided()
        elif letter not in known:
            yield (
                (*path, "per"),
                sentences.no_such_size(letter),
                did_you_mean(letter, known),
            )


def _is_index(found: Reference, function: Function, cell: Cell) -> bool:
    """A step, or one before the first where the cell looks so far back: `h[-1]` of `h[t-2]`."""
    steps = (function.steps, function.after_steps)
    if str(found.index).isdigit():  # one step alone leads from 0 to 1
        return bool(function.steps) or int(str(found.index)) <= 1
    if found.index in steps:
        return bool(found.index)
    back = [s.step.offset for s in cell.used if s.name == found.base and isinstance(s.step, Now)]
    return any(found.index == str(step) for step in range(min(back, default=0) + 1, 0))


def _is_start(reference: Reference, function: Function) -> bool:
    index = reference.index
    return index in ("0", function.after_steps) or str(index).startswith("-")


def _layers(
    function: Function, place: Place, cell: Cell, path: KeyPath, *, output: bool
) -> Iterator[Found]:
    """Several symbols in one array: each as it would stand alone."""
    if LAYERS not in place.axes:
        yield path, *sentences.layers_need_their_axis(LAYERS)
    axes = tuple(axis for axis in place.axes if axis != LAYERS)
    for symbol in place.layers:
        one = replace(place, symbol=symbol, layers=(), axes=axes)
        yield from _place(function, one, cell, path, output=output)


def _needs(
    function: Function, forward: Function | None, cell: Cell, path: KeyPath
) -> Iterator[Found]:
    """The equations have a number for everything that they need."""
    if any(place.symbol == PARAMETERS for place in function.outputs):
        return
    leaves = [*function.given]
    if function.takes_kept:
        leaves += forward.given if forward else []
        if forward is None:
            return
    given = {r.base for p in leaves for r in _references(p, cell)}
    states = {
        r.base for p in leaves for r in _references(p, cell)
        if r.role == "own" and not _is_start(r, function)
    }  # fmt: skip
    needed = _needed(cell, [r for p in (*function.outputs, *function.given)
                            for r in _references(p, cell)], states)  # fmt: skip
    for name in (*cell.parameters, *cell.inputs):
        if name in needed and name not in given and name not in cell.optional:
            yield (
                (*path, "arguments"), *sentences.symbol_that_no_argument_gives(name),
            )  # fmt: skip
    arrives = any(r.role == "arrives" for p in function.given for r in _references(p, cell))
    returned = [r for p in function.outputs for r in _references(p, cell)]
    loss = any(r.role == "own" and not cell.shape(r.base) for r in returned)
    for place in function.outputs:
        leaves_it = any(r.role == "leaves" for r in _references(place, cell))
        if leaves_it and not arrives and not loss:
            yield (
                (*path, "returns"), *sentences.gradient_without_one_that_arrives(place.symbol),
            )  # fmt: skip
            return


def _references(place: Place, cell: Cell) -> list[Reference]:
    """The symbols that a place is, as far as there are such."""
    texts = (place.layers or (place.symbol,)) if place.is_array else ()
    found = (read_symbol(text, cell.shapes) for text in texts)
    return [reference for reference in found if reference is not None]


def _needed(cell: Cell, wanted: Iterable[Reference], given: Collection[str]) -> set[str]:
    """The symbols that are needed for these; nothing lies before a state that is given."""
    seen: set[str] = set()
    waiting = [r.base for r in wanted if r.role != "own" or r.base not in given]
    uses = {name: [s.name for e in cell.equations if e.target.name == name for s in e.symbols]
            for name in cell.quantities}  # fmt: skip
    while waiting:
        name = waiting.pop()
        if name not in seen:
            seen.add(name)
            waiting += [use for use in uses.get(name, ()) if use not in given or use not in uses]
    return seen
