"""Looking on while a work is graded: every answer, what is claimed of it, and what it earned."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from pathlib import Path

import numpy as np

from grader.assignment import Gradescope
from grader.assignment.kinds import NUMERIC
from grader.assignment.model import Answer, Question, Reading, Tolerance
from grader.certificate.again import repeated
from grader.certificate.exact import NotShown, Row, typed_of
from grader.certificate.proofs import Claim, NotBounded, Programs, Proof, claim
from grader.certificate.values import derived, expression_of, values_of
from grader.certificate.works import works_of
from grader.grading.follow import Carried
from grader.grading.judge import Judge
from grader.grading.mistaken_targets import identity
from grader.grading.mistakes import Mistake, every_mistake
from grader.grading.rubric import TOO_FEW_DECIMALS, TRIVIAL, Awards, Mark, max_score
from grader.grading.seen import Seen
from grader.key.works import FAILS, WORKS
from grader.outcome.errors import OwnFault
from grader.outcome.finding import Finding, Verdict
from grader.words.sentences import certificates as sentences
from reference import CellError

_READ = (Verdict.RIGHT, Verdict.WRONG, Verdict.CARRIED)
_NOBODY = Carried(())


class Onlooker:
    """Writes down what the points of a work rest on."""

    def __init__(self) -> None:
        self.programs = Programs()
        self.questions: list[Row] = []
        self.judge: Judge | None = None
        self.source: Path | None = None

    @property
    def sums(self) -> Row:
        """What all questions that were seen sum up to; of a kit these are the public ones."""
        return {
            name: str(sum((Fraction(str(q[name])) for q in self.questions), Fraction(0)))
            for name in ("score", "max_score", "pending")
        }

    @property
    def rules(self) -> Gradescope:
        """What the course does with the points afterwards."""
        return self._judge.assignment.gradescope

    def begins(self, judge: Judge, source: Path | None) -> None:
        """The work is about to be judged."""
        self.judge, self.source = judge, source

    def sees(
        self,
        question: Question,
        findings: Mapping[str, Mapping[str, Finding]],
        awards: Awards,
        marks: Mapping[str, Mark],
    ) -> None:
        """A question was judged under every reading."""
        readings: list[Row] = []
        for name, found in findings.items():
            reading = next((r for r in question.readings if r.id == name), None)
            rows = self._findings(question, reading, found)
            if name == (awards.reading or ""):
                rows = repeated(question, awards, rows)
            readings.append({"id": name, "findings": rows})
        self.questions.append(
            {
                "id": question.id,
                "follow_through": str(question.follow_through),
                "result_only": question.result_only,
                "repeated_mistake": str(question.repeated_mistake or 0),
                "cap": None if question.cap is None else str(question.cap),
                "together": [list(group) for group in question.together],
                "implies": {name: list(proved) for name, proved in question.implies.items()},
                "answers": [_answer(answer, marks.get(answer.name)) for answer in question.answers],
                "readings": readings,
                "taken": awards.reading or "",
                "awards": {
                    name: {"score": str(award.score), "pending": str(award.pending)}
                    for name, award in awards.answers.items()
                },
                "score": str(awards.score),
                "pending": str(awards.pending),
                "max_score": str(max_score(question)),
            }
        )

    def _findings(
        self, question: Question, reading: Reading | None, findings: Mapping[str, Finding]
    ) -> dict[str, Row]:
        return {
            one.answer.name: self._finding(question, one, carried, findings[one.answer.name])
            for one, carried in self._judge.laid_open(question, reading)
        }

    @property
    def _judge(self) -> Judge:
        assert self.judge is not None  # noqa: S101 - it began
        return self.judge

    def _finding(self, question: Question, one: Seen, carried: Carried, found: Finding) -> Row:
        row: Row = {
            "verdict": str(found.verdict),
            "note": found.note,
            "share": str(found.share),
            "followed": str(found.followed),
            "credit": str(_credit(one.answer, found)),
        }
        try:
            shown = self._shown(question, one, carried, found)
        except (NotBounded, NotShown) as why:
            shown = {"observed": f"{found.note}: {why}"}
        return row | _typed(one) | shown

    def _shown(self, question: Question, one: Seen, carried: Carried, found: Finding) -> Row:
        """What the finding is shown by."""
        if found.verdict not in _READ:
            return {"observed": found.note}
        if question.works and one.key.kind in NUMERIC:
            return self._tried(question, one, found)
        if found.verdict is not Verdict.RIGHT and any(
            s.scale or s.is_part or s.places is not None for s in carried.steps
        ):  # a number was worked back to what stands in it, or is one of several
            return {"observed": found.note}
        if found.credit and one.answer.partly:
            return {"observed": found.note}
        if found.verdict is Verdict.CARRIED and one.compared and not _is_by_own(one, carried):
            return {"observed": found.note}  # it goes on from counts, or is a sum of other answers
        if one.key.kind in NUMERIC and one.compared is not None:
            return self._numbers(question, one, carried, found)
        shown = values_of(one) or expression_of(one)
        if shown is None:
            return {"observed": found.note}
        return shown | derived(self.programs, self._judge.keys.expected, one, carried, found)

    def _tried(self, question: Question, one: Seen, found: Finding) -> Row:
        """What becomes of numbers that only have to work, or why that was not looked at."""
        if found.note not in (WORKS, FAILS):
            return {"observed": found.note}
        seen = [other for other, _ in self._judge.laid_open(question, None)]
        try:
            return works_of(self.programs, question, self._judge.keys.expected, seen, one)
        except NotShown:
            return {"observed": found.note}

    def _numbers(self, question: Question, one: Seen, carried: Carried, found: Finding) -> Row:
        assert one.compared is not None  # noqa: S101 - it was asked for
        numbers = one.compared.numbers
        claims = [*self._by_key(one)]
        if found.verdict is not Verdict.RIGHT and question.follow_through and carried.steps:
            claims += self._by_own(one, carried)
        if found.verdict is Verdict.WRONG and not question.result_only:
            claims += self._by_mistakes(question, one, carried)
            if question.repeated_mistake and found.mistake:
                claims += self._named(one, carried, found.mistake)
        row: Row = {"claims": [each.plain(numbers.values) for each in claims]}
        if found.note == TRIVIAL:
            row["refused"] = TRIVIAL
        if found.note == TOO_FEW_DECIMALS:
            row["asked"] = one.answer.tolerance.decimals
        return row

    def _by_key(self, one: Seen) -> Iterator[Claim]:
        assert one.compared is not None  # noqa: S101 - as above
        typed, tolerance = one.compared.numbers.array, one.answer.tolerance
        proof = self.programs.proof(one.key.target, tolerance, _NOBODY)
        yield claim("key", proof, one.key.own_interval(tolerance), typed)
        for alternative, other in one.key.alternatives:
            own = alternative.tolerance or tolerance
            proof = self.programs.proof(other.target, own, _NOBODY)
            yield claim("alternative", proof, other.accepted(own), typed)

    def _by_own(self, one: Seen, carried: Carried) -> Iterator[Claim]:
        assert one.compared is not None  # noqa: S101 - as above
        tolerance = one.answer.tolerance
        proof = self.programs.proof(one.key.target, tolerance, carried)
        accepted = one.key.accepted(tolerance, carried.going_on)
        yield claim("carried", proof, accepted, one.compared.numbers.array)

    def _by_mistakes(self, question: Question, one: Seen, carried: Carried) -> Iterator[Claim]:
        """Every mistake that the file pays for, made on purpose."""
        if not one.answer.known_mistakes:
            return
        yield from self._paid(one, _NOBODY, Fraction(1))
        if question.follow_through and carried.departing:
            yield from self._paid(one, carried, question.follow_through)

    def _named(self, one: Seen, carried: Carried, called: str) -> Iterator[Claim]:
        """The mistake by which the number was explained, as far as it gives just this number."""
        assert one.compared is not None  # noqa: S101 - as above
        typed = one.compared.numbers.array
        for own in (carried, _NOBODY):
            for mistake in every_mistake(one.key, one.answer, own):
                if " ".join(identity(mistake.note, mistake.what)) != called:
                    continue
                accepted = mistake.accepted(one.answer.tolerance)
                if accepted is None or not np.all(accepted.holds(typed)):
                    continue
                proof = self._made(one, mistake, own)
                more: Row = {"called": called, "what": mistake.what}
                yield claim("named", proof, accepted, typed, more)
                return

    def _paid(self, one: Seen, carried: Carried, part: Fraction) -> Iterator[Claim]:
        assert one.compared is not None  # noqa: S101 - as above
        tolerance, typed = one.answer.tolerance, one.compared.numbers.array
        for mistake in every_mistake(one.key, one.answer, carried):
            note = f"number.{mistake.note}"
            share = one.answer.known_mistakes.get(note, Fraction(0)) * part
            accepted = mistake.accepted(tolerance) if share else None
            if accepted is None or accepted.low.shape != typed.shape:
                continue
            try:
                proof = self._made(one, mistake, carried)
            except CellError:
                continue
            yield claim(
                "mistake", proof, accepted, typed, {"note": note, "what": mistake.what, "share": str(share)}
            )  # fmt: skip

    def _made(self, one: Seen, mistake: Mistake, carried: Carried) -> Proof:
        tolerance = one.answer.tolerance
        if mistake.target is not None:
            own = carried if mistake.pins else _NOBODY
            return self.programs.proof(mistake.target, tolerance, own)
        if mistake.room is None:
            return self.programs.stated(mistake.value)
        return _slip(self.programs, one, mistake, carried, tolerance)


def _is_by_own(one: Seen, carried: Carried) -> bool:
    """Whether the numbers follow from own quantities by the equations."""
    if one.compared is None or not carried.steps:
        return False
    accepted = one.key.accepted(one.answer.tolerance, carried.going_on)
    return bool((accepted.holds(one.compared.numbers.array) | one.compared.fits).all())


def _slip(
    programs: Programs, one: Seen, mistake: Mistake, carried: Carried, tolerance: Tolerance
) -> Proof:
    """A right number that was written down wrongly."""
    for own in (_NOBODY, carried):
        right = one.key.target.value_given(own.values)
        proof = programs.proof(one.key.target, tolerance, own)
        if np.array_equal(np.abs(mistake.value), np.abs(right)):  # some signs, or all of them
            return programs.negated(proof, np.not_equal(mistake.value, right))
        for factor in (Fraction(10), Fraction(1, 10), Fraction(100), Fraction(1, 100)):
            if np.array_equal(mistake.value, right * float(factor)):
                return programs.scaled(proof, factor)
        if right.ndim == 1 and np.array_equal(mistake.value, right[::-1]):
            return Proof(proof.program, proof.registers[::-1])
    raise OwnFault(sentences.unknown_slip(mistake.note))


def _typed(one: Seen) -> Row:
    """The numbers that were read; others may be gone on from where the answer is only observed."""
    return {} if one.compared is None else {"typed": typed_of(one.compared.numbers)}


def _credit(answer: Answer, found: Finding) -> Fraction:
    """The part of the points that a known mistake is worth."""
    return max(answer.known_mistakes.get(found.note, Fraction(0)), found.credit)


def _answer(answer: Answer, mark: Mark | None) -> Row:
    row: Row = {
        "name": answer.name,
        "kind": answer.kind,
        "points": str(answer.points),
        "per_entry": answer.per_entry,
        "precision_penalty": str(answer.precision_penalty),
    }
    if mark is not None:
        row["mark"] = str(mark.points)
    return row


__all__: Sequence[str] = ["Onlooker"]
