"""Looking at the private answers of a kit, as a story: read each, then see what follows from what."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from grader.assignment import Answer, Assignment, Question, Reading
from grader.assignment.dataclass_json import from_plain
from grader.assignment.function import Function
from grader.assignment.kinds import CODE, NUMERIC
from grader.functions.failure import Failures
from grader.functions.judgement import Judgement
from grader.functions.source_rules import SourceRules
from grader.functions.source_view import Written
from grader.grading.private.answer import DEPARTS, FOLLOWS, READ, Seen
from grader.grading.private.following import followed
from grader.grading.private.reading import finding_of, read_equation, read_number, read_word
from grader.key.derive import key_of
from grader.key.expected import Expected
from grader.key.model import Key
from grader.outcome.finding import Finding, Verdict
from grader.outcome.typed import Typed
from grader.reading import is_missing
from grader.submission.work import Work
from grader.words.sentences import functions as function_sentences
from grader.words.sentences import kits as kit_sentences
from grader.words.sentences import own_tests as own_test_sentences
from grader.words.sentences import verdicts as verdict_sentences
from reference.records import dataclass, replace


@dataclass(frozen=True)
class Looked:
    """What is found of a kit's private answers.

    `findings` are by answer; `first` is the first one that departs from the student's own values,
    and `coarse` are those with fewer decimals than the sheet asks for.
    """

    findings: Mapping[str, Finding]
    typed: Mapping[str, Typed]
    first: str | None = None
    coarse: tuple[str, ...] = ()


def look(kit: Assignment, work: Work) -> Looked:
    """Read the private answers of a kit, and follow the student's own steps."""
    reader = _Reader(kit, work)
    private = [answer.name for answer in kit.answers if not answer.public]
    findings: dict[str, Finding] = {}
    for question in kit.questions:
        findings.update(_best(reader.findings(question, one) for one in _readings(question)))
    return Looked(
        {name: findings[name] for name in private},
        reader.answers,
        next((name for name in private if findings[name].note == DEPARTS), None),
        tuple(name for name in private if reader.is_coarse(name, findings[name])),
    )


def _readings(question: Question) -> Sequence[Reading | None]:
    return question.readings or (None,)


def _best(candidates: Iterator[dict[str, Finding]]) -> dict[str, Finding]:
    """Of several readings the one under which most steps follow; the first of equals."""
    return max(candidates, key=lambda found: sum(f.note == FOLLOWS for f in found.values()))


class _Reader:
    """Reads every answer once, and looks at what follows from what."""

    def __init__(self, kit: Assignment, work: Work) -> None:
        self.expected = Expected(kit)
        self.work = work
        self.rules = SourceRules(kit.forbid, kit.only)
        values = [a.name for a in kit.answers if a.kind not in CODE]
        self.answers, self.lost = work.obtain(values)
        self._first = {
            answer.name: self._look(answer, question, _readings(question)[0])
            for question in kit.questions
            for answer in question.answers
        }

    def findings(self, question: Question, reading: Reading | None) -> dict[str, Finding]:
        """What is found of every answer of a question under one reading."""
        own = {answer.name: self._look(answer, question, reading) for answer in question.answers}
        everything = {**self._first, **own}
        found = {}
        for name, one in own.items():
            judged = one.finding
            rests = one.key and one.key.targets and one.key.kind not in ("boolean", "count")
            if judged.note == READ and question.follow_through and one.key and rests:
                judged = followed(one, one.key, [*everything.values()])
            found[name] = judged
        return found

    def is_coarse(self, name: str, finding: Finding) -> bool:
        """Whether a value was cut to fewer decimals than the sheet asks for; not a whole number."""
        one = self._first[name]
        asked = one.answer.tolerance.decimals
        if asked is None or one.numbers is None or finding.note not in (READ, DEPARTS):
            return False
        # one entry with all its decimals, and the others end in zeros that nobody typed
        return 0 < max((typed or 0 for typed in one.numbers.decimals), default=0) < asked

    def _look(self, answer: Answer, question: Question, reading: Reading | None) -> Seen:
        if answer.kind in CODE:
            return Seen(answer, self._program(answer))
        typed = self.answers.get(answer.name, Typed(None))
        if answer.name in self.lost:
            return Seen(answer, self.lost[answer.name], self._key(answer, question, reading))
        if is_missing(typed):
            said = verdict_sentences.answer_missing(answer.name, there=answer.name in self.answers)
            missing = Finding(Verdict.MISSING, "answer.missing", said)
            return Seen(answer, missing, self._key(answer, question, reading))
        key = self._key(answer, question, reading)
        if answer.kind in NUMERIC:
            return read_number(typed, answer, key)
        if answer.kind == "equation":
            return Seen(answer, read_equation(typed, key))
        found = read_word(typed, answer, key)
        labels = getattr(found, "labels", ()) or (getattr(found, "key", ""),)
        return Seen(answer, finding_of(answer, found), key, labels=tuple(labels))

    def _key(self, answer: Answer, question: Question, reading: Reading | None) -> Key | None:
        """Where the value comes from; None where the kit does not tell."""
        value = self.expected.value_text(answer, reading)
        if value is None or isinstance(value, dict):
            return None
        return key_of(self.expected, replace(answer, alternatives=()), question, reading)

    def _program(self, answer: Answer) -> Finding:
        """A function, or tests of the course: whether there is something to be judged later."""
        worker = self.work.worker
        if worker is None:
            said = function_sentences.function_not_run(answer.name)
            if answer.kind == "tests":
                said = own_test_sentences.tests_need_a_program()
            return Finding(Verdict.MISSING, f"{answer.kind}.not-implemented", said)
        if answer.kind == "tests":
            return Finding(Verdict.PENDING, READ, kit_sentences.kit_tests())
        asked = {answer.name: _function_of(answer)}
        kinds, written = worker.names(), Written(worker.source)
        found = Failures(worker, asked, kinds, written, _unjudged, self.rules)
        failed = found.before_asking(answer.name) or found.before_calling(answer.name)
        return failed or Finding(Verdict.PENDING, READ, kit_sentences.kit_function())


def _function_of(answer: Answer) -> Function:
    return from_plain(Function, answer.value)


def _unjudged(_name: str) -> Judgement:
    return Judgement(Finding(Verdict.PENDING, READ))
