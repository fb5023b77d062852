"""Judging answers: against the key, then against what was written before, then against mistakes."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from grader.assignment import Answer, Assignment, Question, Reading
from grader.assignment.chosen_numbers import chosen_answers
from grader.assignment.kinds import CODE, NUMERIC
from grader.checkers import CHECKERS
from grader.grading.rubric import TRIVIAL
from grader.grading.seen import Seen
from grader.key.model import Key
from grader.key.store import Keys
from grader.outcome.finding import Finding, Verdict
from grader.outcome.typed import Typed
from grader.reading import is_missing
from grader.submission.work import Work
from grader.words.sentences import verdicts as verdict_sentences
from reference.records import dataclass, replace

if TYPE_CHECKING:
    from grader.functions import Functions, Part
    from grader.grading.candidates import Candidates, Diagnosis
    from grader.grading.credits import Credit
    from grader.grading.follow import Carried, OwnValue
    from grader.grading.joint import Beside
    from grader.grading.worth import Trivial
    from grader.owntests import CourseTests, Tested


@dataclass(frozen=True)
class Wrong:
    """What a wrong answer says by itself, and with the student's own steps towards it.

    `followed` is what follow-through gives, `doubted` what it would give if a doubt were put aside.
    """

    followed: Finding | None
    doubted: Finding | None = None
    candidates: Candidates | None = None
    credit: Credit | None = None


class Judge:
    """Judges answers against the key, and then against what the student wrote before."""

    def __init__(self, keys: Keys, work: Work, *, explain: bool = True) -> None:
        self.keys = keys
        self.explain = explain
        self._papers: dict[tuple[str, str], dict[str, Beside]] = {}
        self._in_doubt: dict[tuple[str, str], str | None] = {}
        self.assignment = keys.assignment
        wanted = [a.name for a in self.assignment.answers if a.kind not in CODE]
        self.answers, self.lost = work.obtain(wanted)
        self._functions = _functions(self.assignment, work)
        self._tests = _course_tests(self.assignment, work)
        self._first = {
            answer.name: self._look(answer, question, question.readings[:1])
            for question in self.assignment.questions
            for answer in question.answers
        }
        for question in self.assignment.questions:
            if question.works:
                self._first.update(self._tried(question))

    def _tried(self, question: Question) -> dict[str, Seen]:
        """The answers of a question whose numbers are run, together, instead of compared."""
        from grader.key.works import tried, waits_for  # few files ask for it

        seen = [self._first[answer.name] for answer in chosen_answers(question)]
        own = {
            one.answer.name: one.compared.numbers.array
            for one in seen
            if one.compared is not None and not one.compared.numbers.faults
        }
        lacking = [one.answer.name for one in seen if one.answer.name not in own]
        if lacking:
            found = waits_for(lacking)
        else:
            chosen = {str(one.answer.value): own[one.answer.name] for one in seen}
            found = tried(question, self.keys.expected, chosen)
        return {
            one.answer.name: replace(one, finding=found)
            for one in seen
            if one.answer.name not in lacking
        }

    def findings(self, question: Question, reading: Reading | None) -> dict[str, Finding]:
        """What is found of every answer of a question under one reading."""
        seen = [self._seen(answer, question, reading) for answer in question.answers]
        if all(one.finding.verdict is not Verdict.WRONG for one in seen):
            return {one.answer.name: one.finding for one in seen}
        import numpy as np  # only wrong answers are worked on

        with np.errstate(all="ignore"):  # a student's 1e300 is no reason for a warning of ours
            steps = self._steps(seen)
            return {one.answer.name: self._judged(one, question, reading, steps) for one in seen}

    def finding(self, question: Question, name: str, reading: Reading | None) -> Finding:
        """What is found of one answer alone."""
        import numpy as np  # as above

        seen = {a.name: self._seen(a, question, reading) for a in question.answers}
        with np.errstate(all="ignore"):
            return self._judged(seen[name], question, reading, self._steps([*seen.values()]))

    def papers(self) -> list[Beside]:
        """All numbers of a sheet with something wrong on it, with what goes into each."""
        if all(one.finding.verdict is not Verdict.WRONG for one in self._first.values()):
            return []
        return [
            paper
            for question in self.assignment.questions
            for reading in question.readings or (None,)
            for paper in self._paper(question, reading).values()
        ]

    def is_settled(self, question: Question) -> bool:
        """Whether what was typed for a question is all that hangs on: no code, nothing wrong or lost."""
        return not question.readings and all(
            answer.kind not in CODE
            and answer.name not in self.lost
            and self._first[answer.name].finding.verdict is not Verdict.WRONG
            for answer in question.answers
        )

    def laid_open(self, question: Question, reading: Reading | None) -> list[tuple[Seen, Carried]]:
        """Every answer of a question as it was seen, with the student's own steps towards it."""
        # only a certificate asks for all of it
        from grader.grading.follow import Carried, carried_to

        seen = [self._seen(answer, question, reading) for answer in question.answers]
        steps = self._steps(seen) if question.follow_through else []
        return [
            (one, carried_to(one.answer, one.key.targets, steps) if steps else Carried(()))
            for one in seen
        ]

    def parts(self, answer: Answer) -> tuple[Part, ...]:
        """The results and checks of a function."""
        if self._functions is None or answer.kind != "function":
            return ()
        return self._functions.judge(answer.name).parts

    def tests(self, answer: Answer) -> tuple[Tested, ...]:
        """What the course's own tests found, for an answer that consists of such."""
        if self._tests is None or answer.kind != "tests":
            return ()
        return (self._tests.judge(answer.name),)

    @property
    def tested(self) -> tuple[Tested, ...]:
        """What all files of tests found."""
        return tuple(one for answer in self.assignment.answers for one in self.tests(answer))

    def typed(self, name: str) -> Typed | None:
        """What was typed for an answer, if anything was."""
        return self.answers.get(name)

    def _seen(self, answer: Answer, question: Question, reading: Reading | None) -> Seen:
        if reading is None or reading is question.readings[0]:
            return self._first[answer.name]
        return self._look(answer, question, (reading,))

    def _look(self, answer: Answer, question: Question, readings: Sequence[Reading]) -> Seen:
        if self._functions is not None and answer.kind == "function":
            finding = self._functions.judge(answer.name).finding
            return Seen(answer, Typed(None), Key("function", None), finding)
        for tested in self.tests(answer):
            return Seen(answer, Typed(None), Key("tests", None), tested.finding)
        reading = readings[0] if readings else None
        key = self.keys.of(answer, question, reading)
        typed = self.answers.get(answer.name, Typed(None))
        if answer.name in self.lost:
            return Seen(answer, typed, key, self.lost[answer.name])
        if answer.name not in self.answers or is_missing(typed):
            message = verdict_sentences.answer_missing(
                answer.name, there=answer.name in self.answers
            )
            missing = Finding(Verdict.MISSING, "answer.missing", message)
            return Seen(answer, typed, key, missing)
        return self.keys.once(
            (answer.name, id(key), repr(typed)),
            lambda: Seen(answer, typed, key, CHECKERS[key.kind](typed, answer, key)),
        )

    def _steps(self, seen: Sequence[Seen]) -> list[OwnValue]:
        """Everything the student wrote that later work can go on from."""
        from grader.grading.follow import own_values  # only wrong answers are followed

        here = {one.answer.name for one in seen}
        others = [one for name, one in self._first.items() if name not in here]
        return own_values([one.own for one in (*others, *seen) if one.own is not None])

    def _judged(
        self, one: Seen, question: Question, reading: Reading | None, steps: Sequence[OwnValue]
    ) -> Finding:
        if one.finding.verdict is not Verdict.WRONG or one.answer in chosen_answers(question):
            return one.finding
        if followed := self._from_answers(one, question, reading):
            return followed
        # only wrong answers need these
        from grader.grading.combine import combined
        from grader.grading.follow import Carried, carried_to  # as above

        # without follow-through nothing is taken from a student's own values, names included
        counts = bool(question.follow_through or question.repeated_mistake)
        carried = carried_to(one.answer, one.key.targets, steps) if counts else Carried(())
        rests_on = Carried(tuple(steps)) if one.answer.partly else carried
        what = (one.answer.name, question.id, id(one.key), repr(one.typed), rests_on.written)
        paper = self._paper(question, reading).get(one.answer.name)
        found = self.keys.once(
            what,
            lambda: self._looked_into(one, question, carried, steps, reading=reading, paper=paper),
        )
        in_doubt = found.doubted is not None and one.answer.points <= 1
        if in_doubt and found.doubted and self._doubts(question, reading) == one.answer.name:
            return found.doubted  # an honest slip may end here; what hangs on it is not paid again
        if found.followed is not None and found.followed.verdict is Verdict.CARRIED:
            return found.followed
        named = self._named(one, found, question, reading)
        return combined(one.finding, found.followed, named, found.credit)

    def _from_answers(
        self, one: Seen, question: Question, reading: Reading | None
    ) -> Finding | None:
        if not question.follow_through:
            return None
        from grader.grading.follow_answers import follow_answers  # only wrong answers are followed

        here = {a.name: self._seen(a, question, reading) for a in question.answers}
        return follow_answers(one, {**self._first, **here}, reading, self.keys)

    def _looked_into(
        self,
        one: Seen,
        question: Question,
        carried: Carried,
        steps: Sequence[OwnValue],
        *,
        reading: Reading | None,
        paper: Beside | None,
    ) -> Wrong:
        """All that a wrong answer says by itself and by the student's own steps towards it."""
        from grader.grading.candidates import candidates_of  # only wrong answers pay for it

        followed, doubted = None, None
        if question.follow_through:
            followed, doubted = self._followed(one, carried, steps)
        if followed is not None and followed.verdict is Verdict.CARRIED:
            return Wrong(followed)
        found = None
        if paper is not None and self._wants_a_name(one.answer):
            found = candidates_of(paper)
        known = self._credit(one, question, carried)
        partly = self._partly(one, question, reading, steps)
        credit = max(filter(None, (known, partly)), key=lambda one: one.share, default=None)
        return Wrong(followed, doubted, found, credit)

    def _partly(
        self, one: Seen, question: Question, reading: Reading | None, steps: Sequence[OwnValue]
    ) -> Credit | None:
        if not one.answer.partly:
            return None
        from grader.grading.partly import partly_right  # few files have any

        return partly_right(one, question, reading, self.keys, steps)

    def _named(
        self, one: Seen, found: Wrong, question: Question, reading: Reading | None
    ) -> Diagnosis | None:
        """The mistake that explains an answer, with all others about the same system beside it."""
        # only wrong answers pay for it
        from grader.grading.diagnose import diagnose, diagnose_count, is_filler, is_sound

        if one.key.kind == "count":
            value = self.keys.expected.value_text(one.answer, reading)
            return diagnose_count(one.typed, value, one.key, self.keys.expected)
        paper = self._paper(question, reading).get(one.answer.name)
        if found.candidates is None or paper is None:
            return None
        beside = self._beside(paper, question, reading)
        numbers = [s for s in self._first.values() if s.key.kind in NUMERIC]
        sound = is_sound([s.finding.verdict for s in numbers])
        wrong = [
            s.compared.numbers.array for s in numbers if s.compared and not s.compared.fits.all()
        ]
        if not sound and not found.candidates.coarse and is_filler(paper.typed, wrong):
            return None
        return diagnose(found.candidates, paper, beside, sound=sound)

    def _beside(self, one: Beside, question: Question, reading: Reading | None) -> list[Beside]:
        """The other answers about the same system, with what goes into each."""
        name = one.key.target.system_name
        return [
            other
            for asked in self.assignment.questions
            for other in self._paper(
                asked, reading if asked is question else (asked.readings or (None,))[0]
            ).values()
            if other.key.target.system_name == name and other.answer.name != one.answer.name
        ]

    def _paper(self, question: Question, reading: Reading | None) -> dict[str, Beside]:
        """The numbers of a question under one reading, by answer, with what goes into each."""
        which = question.id, reading.id if reading is not None else ""
        if which not in self._papers:
            # only wrong answers pay for it
            from grader.grading.follow import Carried, carried_to
            from grader.grading.joint import Beside  # as above

            seen = [self._seen(answer, question, reading) for answer in question.answers]
            counts = question.follow_through or question.repeated_mistake
            steps = self._steps(seen) if counts else []
            self._papers[which] = {
                one.answer.name: Beside(
                    one.answer,
                    one.key,
                    one.compared,
                    carried_to(one.answer, one.key.targets, steps) if steps else Carried(()),
                )
                for one in seen
                if one.compared is not None and not one.compared.numbers.faults
            }
        return self._papers[which]

    def _wants_a_name(self, answer: Answer) -> bool:
        """Whether a mistake is looked for; too few decimals are one that may cost points."""
        return self.explain or bool(answer.precision_penalty or answer.known_mistakes)

    def _credit(self, one: Seen, question: Question, carried: Carried) -> Credit | None:
        if not one.answer.known_mistakes:
            return None
        from grader.grading.credits import best_credit, credits_of  # few files give any

        if one.compared is not None:
            typed = one.compared.numbers.array
        elif one.key.kind == "count":
            # as above
            import numpy as np

            from grader.reading import read_count  # as above

            typed = np.asarray(getattr(read_count(one.typed), "value", np.nan), dtype=np.float64)
        else:
            return None
        found = credits_of(question, one.answer, one.key, self.keys.expected, carried)
        return best_credit(found, typed)

    def _followed(
        self, one: Seen, carried: Carried, steps: Sequence[OwnValue]
    ) -> tuple[Finding | None, Finding | None]:
        """What follow-through gives, and what it would give if a doubt were put aside."""
        found = self._carried(one, carried)
        refused = self._trivial(one, carried, steps) if found is not None else None
        if refused is None:
            return found, None
        trivial = Finding(Verdict.WRONG, TRIVIAL, refused.message)
        return trivial, found if refused.doubtful else None

    def _trivial(self, one: Seen, carried: Carried, steps: Sequence[OwnValue]) -> Trivial | None:
        if not carried.departing:
            return None  # right numbers came about by work
        # only wrong answers pay for it
        from grader.grading.worth import Trivial, Worth, chosen_from_nothing
        from grader.words.sentences import mistakes  # as above

        if one.compared is None and chosen_from_nothing(one.key.targets, carried):
            return Trivial(mistakes.chosen_from_nothing([s.answer for s in carried.departing]))
        typed = one.compared.numbers.array if one.compared is not None else None
        return Worth(steps).trivial(one.key.targets, one.answer.tolerance, carried, typed)

    def _doubts(self, question: Question, reading: Reading | None) -> str | None:
        """The first answer that only follows from numbers which leave hardly anything to work out."""
        for asked in self.assignment.questions:
            chosen = reading if asked is question else (asked.readings or (None,))[0]
            which = asked.id, chosen.id if chosen is not None else ""
            if which not in self._in_doubt:
                self._in_doubt[which] = self._in_doubt_of(asked, chosen)
            if self._in_doubt[which] is not None:
                return self._in_doubt[which]
        return None

    def _in_doubt_of(self, question: Question, reading: Reading | None) -> str | None:
        # only wrong answers pay for it
        from grader.grading.follow import carried_to

        seen = [self._seen(answer, question, reading) for answer in question.answers]
        steps = self._steps(seen) if question.follow_through else []
        for one in seen if steps else ():
            if one.finding.verdict is not Verdict.WRONG:
                continue
            carried = carried_to(one.answer, one.key.targets, steps)
            if self._carried(one, carried) is not None:
                refused = self._trivial(one, carried, steps)
                if refused is not None and refused.doubtful:
                    return one.answer.name
        return None

    def _carried(self, one: Seen, carried: Carried) -> Finding | None:
        from grader.grading.follow import follow  # only wrong answers pay for it

        return follow(one.answer, one.key, one.typed, one.compared, carried)


def _functions(assignment: Assignment, work: Work) -> Functions | None:
    """The functions of an assignment that asks for some."""
    if not any(answer.kind == "function" for answer in assignment.answers):
        return None
    from grader.functions import Functions  # a sheet of numbers must not pay for it

    return Functions(assignment, work.worker)


def _course_tests(assignment: Assignment, work: Work) -> CourseTests | None:
    """The tests of the course, where an assignment brings some."""
    if not any(answer.kind == "tests" for answer in assignment.answers):
        return None
    from grader.owntests import CourseTests  # as above

    return CourseTests(assignment, work.worker)
