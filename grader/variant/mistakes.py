"""Every usual mistake made in a system, worked out for many variants at once.

Only what a mistake changes is worked out again: the equations it rewrites and those that depend on
them, as far as an answer needs them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

import numpy as np

from grader.outcome.errors import Faulty
from grader.variant.solution import Flags, Places, SolvableSystem, Source, VariantBatch
from grader.words.sentences import assignments as sentences
from reference import Cell, CellError, Expression, System, misconceptions, resolve, symbols, unroll
from reference.language.effort import Budget, TooMuchWork, at_most
from reference.language.functions import Array
from reference.readings.evaluate import Rule, compile_expression
from reference.records import dataclass, replace
from reference.rewrites.notes import SLIPS

_MOST_WORK = 600_000  # places looked at for the mistakes of one system

_ROW = re.compile(r"_\d+$")  # of the gradients of one entry of what is differentiated

Rules = tuple[tuple[str, Rule], ...]


@dataclass(frozen=True)
class View:
    """Answers whose mistaken values come from one cell, by the rules that differ from the right."""

    source: int
    rules: Rules
    answers: tuple[tuple[int, Rule], ...]


@dataclass(frozen=True)
class Mistaken:
    """One mistake, with the ways in which answers see it."""

    note: str
    what: str
    views: tuple[View, ...]


class Mistakes:
    """The mistakes of one system; with `rows_together` one in a Jacobian is seen if any row shows it."""

    def __init__(self, bench: SolvableSystem, *, rows_together: bool = False) -> None:
        self.bench = bench
        self._rows_together = rows_together
        self._compiled: dict[tuple[int, Expression], Rule] = {}
        try:
            with at_most(Budget(_MOST_WORK)):
                self.all = tuple(self._local()) + tuple(self._everywhere())
        except TooMuchWork:
            raise Faulty(sentences.takes_too_long(), system=bench.name) from None

    def unseen(self, mistake: Mistaken, lot: VariantBatch, rows: Flags) -> Flags:
        """Of some variants, those in which no answer tells the mistake from right work."""
        hidden = rows.copy()
        for view in mistake.views:
            picked = np.flatnonzero(hidden)
            if not len(picked):
                break
            known = _Picked(lot.sources[view.source], picked, lot.rows)
            with np.errstate(all="ignore"):
                for name, rule in view.rules:
                    known[name] = rule(known)
                seen = np.zeros(len(picked), dtype=bool)
                for place, rule in view.answers:
                    seen |= self._differs(place, rule(known), lot, picked)
            hidden[picked[seen]] = False
        return np.asarray(hidden)

    def _differs(self, place: int, value: Array, lot: VariantBatch, picked: Places) -> Flags:
        """Where a mistaken value could not have come from right work."""
        asked = self.bench.asked[place]
        if asked.is_label:
            return np.asarray(value != lot.values[place][picked])
        interval = lot.intervals[place]
        assert interval is not None  # noqa: S101 - only labels have none
        decimals = asked.answer.tolerance.decimals
        half = 0.0 if decimals is None else 0.5 * 10.0**-decimals  # what is written down
        slack = np.minimum(_SLACK * np.maximum(1.0, np.abs(value)), _MOST)
        low, high = interval.low[picked] - half - slack, interval.high[picked] + half + slack
        off = ~((low <= value) & (value <= high))  # NaN is off
        return np.asarray(off.any(axis=asked.axes) if asked.axes else off)

    # -- the two ways of making one ---------------------------------------------------------

    def _local(self) -> Iterator[Mistaken]:
        """A mistake in one place of the unrolled cell, its gradients included."""
        extended = any(source.of is not None for source in self.bench.sources)
        forward = [k for k, one in enumerate(self.bench.asked) if one.target.of is None]
        for place, source in enumerate(self.bench.sources):
            if source.of is None and extended:
                continue  # the same equations stand in the extended cell, with the same answers
            own = [k for k, at in enumerate(self.bench.source_of) if at == place]
            answers = list(dict.fromkeys([*forward, *own]))
            wanted = [s for k in answers for s in symbols(self.bench.asked[k].target.expression)]
            cell = source.system.cell
            alike: dict[tuple[str, str, object], list[View]] = {}
            for found in misconceptions(_without_pins(source.system).needed(wanted)):
                if found.note not in SLIPS and self._is_repeated(source, found.cell):
                    continue  # it is made at every step, which comes below
                view = self._view(place, cell, found.cell, answers)
                if view is not None:
                    what = found.note, found.sentence, self._in_any_row(source, found.cell)
                    alike.setdefault(what, []).append(view)
            for (note, sentence, _), views in alike.items():
                yield Mistaken(note, sentence, tuple(views))

    @property
    def has_rows(self) -> bool:
        """Whether a Jacobian is asked for."""
        return any(map(self._has_rows, self.bench.sources))

    def _has_rows(self, source: Source) -> bool:
        gradients = {*source.system.cell.shapes} - {*self.bench.system.cell.shapes}
        return any(name.startswith("row_") for name in gradients)

    def _in_any_row(self, source: Source, changed: Cell) -> object:
        """Where a mistake is made: nobody makes it in one row of a Jacobian and not in the others."""
        own, right = self.bench.system.cell, source.system.cell.by_target
        if not (self._rows_together and self._has_rows(source)):
            return object()  # a place of its own
        touched = [e.target for e in changed.equations if right.get(e.target) != e.value]
        rows = [
            s if s.name in own.shapes else replace(s, name=_ROW.sub("", s.name)) for s in touched
        ]
        return tuple(dict.fromkeys(rows))

    def _is_repeated(self, source: Source, changed: Cell) -> bool:
        """Whether what was changed stands once in the cell, and so again at other steps."""
        system, right = self.bench.system, source.system.cell.by_target
        touched = [e.target for e in changed.equations if right.get(e.target) != e.value]
        return (
            system.steps > 1
            and system.written.recurrent
            and all(target in system.cell.by_target for target in touched)
        )

    def _everywhere(self) -> Iterator[Mistaken]:
        """The same mistake at every step."""
        system = self.bench.system
        if system.steps < 2 or not system.written.recurrent:
            return
        for found in misconceptions(system.written):
            try:
                unrolled = unroll(found.cell, system.steps)
                views = [self._rewritten(k, unrolled) for k in range(len(self.bench.sources))]
            except CellError:
                continue
            seen = tuple(view for view in views if view is not None)
            if seen:
                yield Mistaken(found.note, found.sentence, seen)

    def _rewritten(self, place: int, unrolled: Cell) -> View | None:
        source = self.bench.sources[place]
        changed = unrolled
        if source.gradients is not None:
            changed = resolve(unrolled, source.gradients, slope_at_zero=source.slope_at_zero).cell
        own = [k for k, at in enumerate(self.bench.source_of) if at == place]
        return self._view(place, source.system.cell, changed, own)

    # -- compiling --------------------------------------------------------------------------

    def _view(self, source: int, right: Cell, changed: Cell, answers: Sequence[int]) -> View | None:
        system = self.bench.sources[source].system
        pins = system.pins
        touched = {
            equation.target
            for equation in changed.equations
            if right.by_target.get(equation.target) != equation.value
            and str(equation.target) not in pins
        }
        moved = changed.dependents(touched)
        felt = [
            k
            for k in answers
            if any(s in moved for s in symbols(self.bench.asked[k].target.expression))
        ]
        if not felt:
            return None
        wanted = [s for k in felt for s in symbols(self.bench.asked[k].target.expression)]
        again = [
            equation
            for equation in changed.needed(wanted).equations
            if equation.target in moved and str(equation.target) not in pins
        ]
        known = {*system.inputs, *pins, *map(str, {*right.by_target, *changed.by_target})}
        if any(str(s) not in known for equation in again for s in symbols(equation.value)):
            return None  # it takes a number that nobody was given, so it cannot be made
        rules = tuple((str(e.target), self._rule(source, e.value, changed)) for e in again)
        read = tuple(
            (k, self._rule(source, self.bench.asked[k].target.expression, right)) for k in felt
        )
        return View(source, rules, read)

    def _rule(self, source: int, value: Expression, cell: Cell) -> Rule:
        if (source, value) not in self._compiled:
            self._compiled[source, value] = compile_expression(value, cell)
        return self._compiled[source, value]


_MOST = 1e-6  # the most of it, however large a number is
_SLACK = 1e-9  # exact numbers may meet a bound exactly; that must not depend on the last bit


class _Picked(dict[str, Array]):
    """Some rows of known values, each taken out when it is asked for."""

    def __init__(self, known: Mapping[str, Array], picked: Places, rows: int) -> None:
        super().__init__(known if len(picked) == rows else {})
        self._known = known
        self._picked = picked

    def __missing__(self, name: str) -> Array:
        self[name] = self._known[name][self._picked]
        return self[name]


def _without_pins(system: System) -> Cell:
    """What is given has no working in which one could go wrong."""
    return system.cell.with_equations(
        e for e in system.cell.equations if str(e.target) not in system.pins
    )
