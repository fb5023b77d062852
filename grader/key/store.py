"""Keys that were worked out before: a check of a right answer needs no mathematics.

For an assignment that everybody shares, the value and the accepted interval of every answer are
kept in the cache under the content of the assignment.  What a wrong answer needs beyond that
(equations, mistakes, the student's own steps) is worked out when it is needed.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from fractions import Fraction
from functools import cached_property, partial
from typing import TYPE_CHECKING, Any, TypeVar, cast

from grader.assignment import Alternative, Answer, Assignment, Question, Reading, cached
from grader.assignment.dataclass_json import to_plain
from grader.assignment.kinds import CODE, NUMERIC
from grader.assignment.model import Plain, Tolerance
from grader.key.model import Bounds, Key, Origin

if TYPE_CHECKING:
    from grader.key.expected import Expected

_REMEMBERED = 20_000  # findings of a class: some megabytes

T = TypeVar("T")


class Keys:
    """The keys of an assignment, by answer and reading; raise Faulty where there is none.

    With `shared`, they come from the cache; keys of one student's numbers would only fill it.
    Those of a class `remember` what was found: the same answer is judged once.
    """

    def __init__(
        self, assignment: Assignment, *, shared: bool = False, remember: bool = False
    ) -> None:
        self.assignment = assignment
        self.shared = shared
        self.remember = remember
        self._known: dict[str, Key] = {}
        self._found_before: dict[object, Any] = {}

    def once(self, what: object, find: Callable[[], T]) -> T:
        """What is found of something, looked for once in a class; `what` is all it hangs on."""
        if not self.remember:
            return find()
        if what not in self._found_before:
            if len(self._found_before) >= _REMEMBERED:
                self._found_before.clear()
            self._found_before[what] = find()
        found: T = self._found_before[what]
        return found

    @cached_property
    def expected(self) -> Expected:
        """The systems of the assignment, for those who need them."""
        from grader.key.expected import Expected  # brings the mathematics

        return Expected(self.assignment, self._content if self.shared else b"")

    def make_ready(self) -> None:
        """Work out all that is kept in the cache."""
        _ = self._stored

    def of(self, answer: Answer, question: Question, reading: Reading | None = None) -> Key:
        """The key of an answer under a reading."""
        name = _name(answer, reading)
        if name not in self._known:
            self._known[name] = self._found(answer, question, reading)
        return self._known[name]

    def _found(self, answer: Answer, question: Question, reading: Reading | None) -> Key:
        stored = self._stored.get(_name(answer, reading)) if self.shared else None
        if stored is None:
            return self._worked_out(answer, question, reading)
        others = cast("list[dict[str, Plain]]", stored["alternatives"])

        def worked_out() -> Key:
            return self._worked_out(answer, question, reading)

        alternatives = tuple(
            (other, _restored(plain, (), partial(_origin_of_alternative, worked_out, place)))
            for place, (other, plain) in enumerate(zip(answer.alternatives, others, strict=True))
        )
        return _restored(stored, alternatives, lambda: worked_out().origin)

    def _worked_out(self, answer: Answer, question: Question, reading: Reading | None) -> Key:
        from grader.key.derive import key_of  # brings the mathematics

        return key_of(self.expected, answer, question, reading)

    @cached_property
    def _content(self) -> bytes:
        return content(self.assignment)

    @cached_property
    def _stored(self) -> dict[str, dict[str, Plain]]:
        made = cached(b"keys\0" + self._content, lambda: dict(self._plain()))
        return cast("dict[str, dict[str, Plain]]", made)

    def _plain(self) -> Iterator[tuple[str, Plain]]:
        for question in self.assignment.questions:
            for answer in question.answers:
                if answer.kind in CODE:
                    continue
                for reading in question.readings or (None,):
                    key = self._worked_out(answer, question, reading)
                    plain = _plain_key(key, answer.tolerance)
                    plain["alternatives"] = [
                        _plain_key(other, alternative.tolerance or answer.tolerance)
                        for alternative, other in key.alternatives
                    ]
                    yield _name(answer, reading), plain


def content(assignment: Assignment) -> bytes:
    """An assignment as bytes that are equal where it says the same."""
    return json.dumps(to_plain(assignment), sort_keys=True).encode()


def _name(answer: Answer, reading: Reading | None) -> str:
    return f"{answer.name} {reading.id}" if reading else answer.name


def _plain_key(key: Key, tolerance: Tolerance) -> dict[str, Plain]:
    plain: dict[str, Plain] = {"kind": key.kind, "value": key.value, "system": key.system}
    if isinstance(key.value, Fraction):
        plain["value"] = [key.value.numerator, key.value.denominator]
    if key.addends:
        plain |= {"addends": list(key.addends), "sizes": list(key.sizes)}
    if key.kind in NUMERIC:
        interval = key.accepted(tolerance)
        plain |= {"low": interval.low.ravel().tolist(), "high": interval.high.ravel().tolist()}
    return plain


def _origin_of_alternative(worked_out: Callable[[], Key], place: int) -> Origin:
    return worked_out().alternatives[place][1].origin


def _restored(
    stored: dict[str, Plain],
    alternatives: tuple[tuple[Alternative, Key], ...],
    origin_of: Callable[[], Origin],
) -> Key:
    kind, value = str(stored["kind"]), stored["value"]
    if kind == "expression":
        value = Fraction(*cast("list[int]", value))
    elif kind in ("shape", "range"):
        value = tuple(cast("list[float]", value))
    bounds = None
    if "low" in stored:
        low, high = (tuple(cast("list[float]", stored[end])) for end in ("low", "high"))
        bounds = Bounds(low, high)
    system = stored["system"]
    return Key(
        kind,
        value,
        alternatives,
        None if system is None else str(system),
        bounds,
        tuple(cast("list[int]", stored.get("addends", ()))),
        tuple(cast("list[int]", stored.get("sizes", ()))),
        origin_of,
    )
