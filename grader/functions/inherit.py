"""What a function over time has to return if only the student's own step is wrong.

The step is called once for every step of time, through the sandbox, and its results are carried
from one to the next as the equations say; for gradients, backwards.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from grader.assignment.function import Function, Place
from grader.functions.call import Caller
from grader.functions.cases import Case, called_with, case_for, sent
from grader.functions.compare import as_numbers
from grader.sandbox import Kept, OnObject, Returned
from reference.language.functions import Array


def results_of_own_steps(caller: Caller, name: str, case: Case) -> dict[str, Array] | None:
    """The results that follow from the student's own step; None where it does not run."""
    function = caller.functions[name]
    step = caller.functions[function.step]
    chain = _Chain(caller, case)
    if step.takes_kept or case_for(case, step).arriving:
        return chain.backwards(function, function.step)
    return chain.forwards(function, function.step)


def results_over_own_caches(caller: Caller, name: str, case: Case) -> dict[str, Array] | None:
    """What the student's own way back gives over what their own forward steps kept.

    The steps are those that the student's forward function makes, whatever it hands them: where
    it does so wrongly, a backward function that goes over their caches as it should is right.
    None where that cannot be seen, as the forward function makes its steps without a function.
    """
    function = caller.functions[name]
    step = caller.functions[function.step]
    if not (step.takes_kept and function.takes_kept and function.forward) or step.call:
        return None
    forward, inner = caller.functions[function.forward], caller.functions[step.forward]
    own = case_for(case, forward)
    arguments = [own.argument(place) for place in forward.arguments]
    outcome = caller.worker.record(function.forward, arguments, step.forward, keep="own")
    if not isinstance(outcome, Returned) or outcome.value != case.layout.steps:
        return None
    index = inner.kept if len(inner.returns) > 1 else None
    caches = [Kept(f"own{t}", index) for t in range(1, case.layout.steps + 1)]
    return _Chain(caller, case).back_over(caches, function)


class _Chain:
    """The steps of one case, one after the other."""

    def __init__(self, caller: Caller, case: Case) -> None:
        self.caller = caller
        self.case = case
        self.known: dict[str, Array] = dict(case.truth.numbers(case.numbers))
        self.steps = case.layout.steps

    def forwards(self, function: Function, step: str) -> dict[str, Array] | None:
        """The results of a forward function."""
        for t in range(1, self.steps + 1):
            if not self._advance(step, t):
                return None
        names = [name for place in function.outputs for name in self.case.layout.names(place)]
        missing = [name for name in names if name not in self.known]
        if missing:  # what the step does not return, such as a read-out, follows from what it does
            self.known |= self.case.truth.following_from(self.known, missing)
        return self._results(function, self.known)

    def backwards(self, function: Function, step: str) -> dict[str, Array] | None:
        """The results of a backward function: the own forward steps, then the own way back."""
        spec = self.caller.functions[step]
        if not spec.takes_kept and self._knows_states(spec):
            return self.back_over([], function)
        if spec.forward not in self.caller.functions:
            return None
        forward = self.caller.functions[spec.forward]
        for t in range(1, self.steps + 1):
            if not self._advance(spec.forward, t):
                return None
        kept = ".self" if spec.takes_object else ""
        index = forward.kept if len(forward.returns) > 1 and not kept else None
        steps = range(1, self.steps + 1) if spec.takes_kept else ()
        return self.back_over([Kept(f"step{t}{kept}", index) for t in steps], function)

    def back_over(self, caches: Sequence[Kept], function: Function) -> dict[str, Array] | None:
        """The way back over what the student's own steps kept, one cache a step."""
        step = function.step
        spec = self.caller.functions[step]
        gradients: dict[str, Array] = {}
        for t in range(self.steps, 0, -1):
            case = case_for(self.case, spec)
            arguments = {
                place.name: self._arriving(case, place, t, gradients)
                if case.layout.reference(place).role == "arrives"
                else self._known(case, place, t)
                for place in spec.given
                if place.is_array
            }
            reply = self.caller.step(
                step, self._call(spec, case, arguments, caches[t - 1 : t]), "back"
            )
            if not self._collect(spec, case, reply.results, gradients, t):
                return None
        return self._results(function, gradients)

    def _advance(self, step: str, t: int) -> bool:
        """One forward step: its results become known."""
        spec = self.caller.functions[step]
        case = case_for(self.case, spec)
        arguments = {p.name: self._known(case, p, t) for p in spec.given if p.is_array}
        reply = self.caller.step(step, self._call(spec, case, arguments), f"step{t}")
        if reply.results is None:
            return False
        for place in spec.outputs:
            values = as_numbers(reply.results.get(place.name))
            if values is None or values.shape != case.layout.shape(place):
                return False
            for symbol, array in case.layout.taken_apart(place, values).items():
                self.known[_shifted(symbol, t - 1)] = array
        return True

    def _knows_states(self, spec: Function) -> bool:
        """Whether all that a step back takes beside gradients is known: states may be arguments."""
        case = case_for(self.case, spec)
        places = [p for p in spec.given if p.is_array and p not in case.arriving]
        names = {_shifted(s, t) for p in places for s in case.layout.names(p)
                 for t in range(self.steps)}  # fmt: skip
        first = {name for name in names if name.endswith("[0]")}  # not given, it is 0
        return names - first <= self.known.keys()

    @staticmethod
    def _call(
        spec: Function, case: Case, numbers: Mapping[str, Array], kept: Sequence[Kept] = ()
    ) -> OnObject:
        """A call of a step with these numbers; what was kept goes with it where it takes that."""
        on = kept[0] if kept and spec.takes_object else None
        return called_with(spec, lambda p: kept[0] if p.kept else sent(p, numbers, case.layout), on)

    def _known(self, case: Case, place: Place, t: int) -> Array:
        """An argument of a step, as far as it is known by now."""
        values: dict[str, Array] = {}
        for symbol in case.layout.names(place):
            value = self.known.get(_shifted(symbol, t - 1))
            if value is None:  # an initial state that no argument gives is 0
                value = np.zeros((case.layout.examples, *_entries(case, place)))
            values[symbol] = value
        return case.layout.argument(place, values)

    def _arriving(self, case: Case, place: Place, t: int, gradients: Mapping[str, Array]) -> Array:
        """What arrives at a state: from outside at this step, and from the step after it."""
        base = case.layout.reference(place).base
        zero = np.zeros((case.layout.examples, *_entries(case, place)))
        outside = self.known.get(f"up_{base}[{t}]", zero)
        total = outside + gradients.get(f"d{base}[{t}]", zero)
        return case.layout.put_together(place, {case.layout.names(place)[0]: total})

    def _collect(
        self,
        spec: Function,
        case: Case,
        results: Mapping[str, object] | None,
        gradients: dict[str, Array],
        t: int,
    ) -> bool:
        if results is None:
            return False
        for place in spec.outputs:
            values = as_numbers(results.get(place.name))
            if values is None or values.shape != case.layout.shape(place):
                return False
            if spec.batch in place.axes:
                for symbol, array in case.layout.taken_apart(place, values).items():
                    gradients[_shifted(symbol, t - 1)] = array
            else:
                symbol = case.layout.names(place)[0]
                whole = values * case.layout.divisor(place)
                gradients[symbol] = gradients.get(symbol, np.float64(0)) + whole
        return True

    def _results(self, function: Function, known: Mapping[str, Array]) -> dict[str, Array] | None:
        results: dict[str, Array] = {}
        for place in function.outputs:
            names = self.case.layout.names(place)
            if any(name not in known for name in names):
                return None
            if function.batch in place.axes:
                results[place.name] = self.case.layout.put_together(place, known)
            else:
                whole = known[names[0]].reshape(self.case.layout.shape(place))
                results[place.name] = whole / self.case.layout.divisor(place)
        return results


def _entries(case: Case, place: Place) -> tuple[int, ...]:
    """The shape of one example's entries."""
    return tuple(
        size
        for axis, size in zip(case.layout.axes(place), case.layout.shape(place), strict=True)
        if axis not in (case.function.batch, case.function.steps, "1")
    )


def _shifted(symbol: str, steps: int) -> str:
    """`h[1]`, some steps later."""
    base, bracket, rest = symbol.partition("[")
    return f"{base}[{int(rest[:-1]) + steps}]" if bracket else symbol
