"""From findings to points: every rule by which a question is marked, in exact fractions.

A question is marked in steps, each of which only sees what the one before left:

1. *judge*: every answer alone: right, carried, some entries right, a known mistake, too few
   decimals, staff's mark;
2. *repeat*: a mistake that an earlier answer made already costs no more than the file says;
3. *imply*: a right result proves its workings, whatever stands there;
4. *join*: a group that must be complete earns all its points or none;
5. *choose*: of the readings of a question, the one with the highest sum counts;
6. *cut*: no question gives more than its cap; the last answers lose what is above.

Nothing here knows an array, a cell or a file.
"""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

from grader.assignment.kinds import CODE
from grader.assignment.model import Answer, Question
from grader.outcome.finding import Finding, Verdict
from grader.words.sentences import points as point_sentences
from grader.words.sentences.working import made_again
from grader.words.text import counted
from grader.words.text import points as shown
from reference.records import dataclass, replace

TOO_FEW_DECIMALS = "number.too-few-decimals"
TRIVIAL = "follow.trivial"
PARTLY = "answer.partly"  # a value that its author wrote down as worth a share
IMPLIED = "rubric.implied"
REPEATED = "rubric.repeated"
TOGETHER = "rubric.together"
CAP = "rubric.cap"
NO_FOLLOW_THROUGH = "rubric.no-follow-through"
MARKED = "text.marked"

_NOTHING = Fraction(0)
# Judged in pieces by their nature, without anybody asking for it.


@dataclass(frozen=True)
class Mark:
    """The points that staff gave for one answer of one student, and their remark."""

    points: Fraction
    remark: str = ""


@dataclass(frozen=True)
class Award:
    """What one answer earns, the finding as the rubric leaves it, and the points that wait."""

    finding: Finding
    score: Fraction = _NOTHING
    pending: Fraction = _NOTHING


@dataclass(frozen=True)
class Awards:
    """What a question earns: every answer in the order of the file, under the reading that counts.

    `alike` are readings that come later in the file and would earn as much.
    """

    answers: Mapping[str, Award]
    reading: str | None = None
    alike: tuple[str, ...] = ()

    def __getitem__(self, name: str) -> Award:
        """What the answer of this name earns."""
        return self.answers[name]

    @property
    def score(self) -> Fraction:
        """The sum of the answers' scores."""
        return sum((award.score for award in self.answers.values()), _NOTHING)

    @property
    def pending(self) -> Fraction:
        """The points that wait for staff."""
        return sum((award.pending for award in self.answers.values()), _NOTHING)


def award(
    question: Question,
    findings: Mapping[str, Finding],
    *,
    by_reading: Mapping[str, Mapping[str, Finding]] | None = None,
    marks: Mapping[str, Mark] | None = None,
) -> Awards:
    """The points of a question.

    `findings` has every answer by its name; under a reading, those of `by_reading` take their
    place.  `marks` are what staff gave this student.
    """
    candidates = [
        Awards(_marked_as_one(question, {**findings, **own}, marks or {}), reading)
        for reading, own in _in_order(question, by_reading or {})
    ]
    best = max(candidates, key=lambda awards: awards.score)  # the first of equals
    alike = (c.reading for c in candidates if c is not best and c.score == best.score)
    return replace(best, answers=_cut(question, best.answers), alike=tuple(filter(None, alike)))


def max_score(question: Question, *, texts: bool = True) -> Fraction:
    """The most that a question gives; without `texts` the most that nobody has to read for."""
    asked = (answer for answer in question.answers if texts or answer.kind != "text")
    every = sum((answer.points for answer in asked), _NOTHING)
    return every if question.cap is None else min(every, question.cap)


def _in_order(
    question: Question, by_reading: Mapping[str, Mapping[str, Finding]]
) -> list[tuple[str | None, Mapping[str, Finding]]]:
    """The readings in the order of the file, which decides between equals."""
    if not by_reading:
        return [(None, {})]
    return [(r.id, by_reading[r.id]) for r in question.readings if r.id in by_reading]


def _marked_as_one(
    question: Question, findings: Mapping[str, Finding], marks: Mapping[str, Mark]
) -> Mapping[str, Award]:
    judged = {
        answer.name: _judge(question, answer, findings[answer.name], marks.get(answer.name))
        for answer in question.answers
    }
    return _join(question, _imply(question, _repeat(question, judged)))


def _judge(question: Question, answer: Answer, finding: Finding, mark: Mark | None) -> Award:
    """One answer, alone."""
    judged = _judge_alone(question, answer, finding)
    if mark is None or _outweighs(judged, mark):
        return judged
    return _marked(answer, finding, mark)


def _outweighs(judged: Award, mark: Mark) -> bool:
    """Whether the program gave as much as staff: a mark never takes a right value back."""
    return judged.finding.verdict is not Verdict.PENDING and judged.score >= mark.points


def _judge_alone(question: Question, answer: Answer, finding: Finding) -> Award:
    match finding.verdict:
        case Verdict.PENDING:
            return Award(finding, pending=answer.points)
        case Verdict.RIGHT:
            return _for_precision(answer, Award(finding, answer.points))
        case Verdict.CARRIED:
            return _carried(question, answer, finding)
        case Verdict.WRONG:
            return _wrong(question, answer, finding)
        case Verdict.FAILED:
            return Award(finding, _entries(question, answer, finding))
        case Verdict.MISSING | Verdict.UNREADABLE:
            return Award(finding)


def _carried(question: Question, answer: Answer, finding: Finding) -> Award:
    if question.result_only or not question.follow_through:
        why = point_sentences.only_right_counts()
        refused = _saying(finding, why, note=NO_FOLLOW_THROUGH, verdict=Verdict.WRONG)
        return Award(
            replace(refused, share=_NOTHING, followed=_NOTHING)
        )  # its share was of what it was carried from
    by_entry = _entries(question, answer, finding) if finding.followed else _NOTHING
    earned = max(question.follow_through * finding.share * answer.points, by_entry)
    return Award(finding, max(earned, _for_mistake(question, answer, finding)))


def _wrong(question: Question, answer: Answer, finding: Finding) -> Award:
    """A wrong answer may still earn its right entries, or what a known mistake is worth."""
    mistake = _for_mistake(question, answer, finding)
    earned = max(_entries(question, answer, finding), mistake)
    if finding.note == TOO_FEW_DECIMALS and answer.precision_penalty and not question.result_only:
        coarse = _for_precision(answer, Award(finding, answer.points))
        return coarse if coarse.score > earned else Award(finding, earned)
    if mistake and earned == mistake:
        said = point_sentences.known_mistake_earns(shown(mistake), counted(answer.points, "point"))
        return Award(_saying(finding, said), earned)
    return Award(finding, earned)


def _entries(question: Question, answer: Answer, finding: Finding) -> Fraction:
    """What the entries earn that stand: by the key in full, by follow-through a fraction."""
    if answer.kind not in CODE and (question.result_only or not answer.per_entry):
        return _NOTHING
    right = finding.share - finding.followed
    return (right + question.follow_through * finding.followed) * answer.points


def _for_mistake(question: Question, answer: Answer, finding: Finding) -> Fraction:
    if question.result_only:
        return _NOTHING
    share = max(answer.known_mistakes.get(finding.note, _NOTHING), finding.credit)
    return share * answer.points


def _for_precision(answer: Answer, earned: Award) -> Award:
    """Points lost by typing too few decimals, where the file says so."""
    if earned.finding.note != TOO_FEW_DECIMALS or not answer.precision_penalty:
        return earned
    lost = min(answer.precision_penalty, earned.score)
    said = point_sentences.too_few_decimals(counted(lost, "point"))
    return Award(_saying(earned.finding, said), earned.score - lost)


def _marked(answer: Answer, finding: Finding, mark: Mark) -> Award:
    """Staff's points: right when they are all the points, wrong when they are fewer."""
    if not 0 <= mark.points <= answer.points:
        raise ValueError(point_sentences.mark_outside(answer.name, mark.points, answer.points))
    verdict = Verdict.RIGHT if mark.points == answer.points else Verdict.WRONG
    said = mark.remark or f"Staff gave {shown(mark.points)} of {counted(answer.points, 'point')}."
    share = mark.points / answer.points if answer.points else Fraction(1)
    marked = replace(finding, verdict=verdict, note=MARKED, message=said, share=share)
    return Award(marked, mark.points)


def _repeat(question: Question, judged: Mapping[str, Award]) -> Mapping[str, Award]:
    """What an answer earns that only repeats the mistake of one before it."""
    if not question.repeated_mistake or question.result_only:
        return judged
    first: dict[str, str] = {}
    after = dict(judged)
    for answer in question.answers:
        seen = judged[answer.name]
        called = seen.finding.mistake
        if not called or seen.finding.verdict is not Verdict.WRONG:
            continue
        before = first.setdefault(called, answer.name)
        earned = question.repeated_mistake * answer.points
        if before != answer.name and earned > seen.score:
            most, whole = counted(answer.points, "point"), earned == answer.points
            said = made_again(before, shown(earned), most, whole=whole)
            found = _saying(seen.finding, said, note=REPEATED)
            after[answer.name] = Award(found, earned)
    return after


def _imply(question: Question, judged: Mapping[str, Award]) -> Mapping[str, Award]:
    """A right result gives full points to its workings, and these to theirs."""
    points = {answer.name: answer.points for answer in question.answers}
    after = dict(judged)
    proved = [name for name, seen in judged.items() if seen.finding.verdict is Verdict.RIGHT]
    while proved:
        result = proved.pop()
        for working in question.implies.get(result, ()):
            if after[working].finding.verdict is Verdict.RIGHT:
                continue
            finding = replace(
                after[working].finding, verdict=Verdict.RIGHT, note=IMPLIED, share=Fraction(1),
                message=point_sentences.proved_by(result),
            )  # fmt: skip
            after[working] = Award(finding, points[working])
            proved.append(working)
    return after


def _join(question: Question, judged: Mapping[str, Award]) -> Mapping[str, Award]:
    """Groups earn all their points or none; while a member waits for staff, the rest stand."""
    points = {answer.name: answer.points for answer in question.answers}
    after = dict(judged)
    for group in question.together:
        lost = [name for name in group if not _stands(after[name], points[name])]
        if lost:
            after.update({name: _without_group(after[name], group, name) for name in group})
    return after


def _stands(award: Award, points: Fraction) -> bool:
    """Whether an answer leaves its group complete: right, carried in full, or waiting."""
    verdict = award.finding.verdict
    return verdict in (Verdict.RIGHT, Verdict.PENDING) or (
        verdict is Verdict.CARRIED and award.score == points
    )


def _without_group(award: Award, group: tuple[str, ...], name: str) -> Award:
    """An answer of an incomplete group.  What it would have earned is why it says so."""
    if not award.score and not award.pending:
        return Award(award.finding)
    others = " and ".join(other for other in group if other != name)
    said = point_sentences.all_or_nothing(others)
    verdict = award.finding.verdict
    waits = verdict is Verdict.PENDING  # nobody needs to read what can earn nothing
    return Award(
        _saying(award.finding, said, note=TOGETHER, verdict=Verdict.WRONG if waits else verdict)
    )


def _cut(question: Question, judged: Mapping[str, Award]) -> Mapping[str, Award]:
    """Points above the cap fall off the last answers; what waits takes what scores leave."""
    if question.cap is None:
        return judged
    after: dict[str, Award] = {}
    left = question.cap
    for name, seen in judged.items():
        score = min(seen.score, left)
        left -= score
        after[name] = replace(seen, score=score)
    for name, seen in judged.items():
        pending = min(seen.pending, left)
        left -= pending
        after[name] = replace(after[name], pending=pending)
        if (after[name].score, pending) != (seen.score, seen.pending):
            said = point_sentences.at_most(counted(question.cap, "point"))
            after[name] = replace(after[name], finding=_saying(seen.finding, said, note=CAP))
    return after


def _closed(message: str) -> str:
    """A message to which another sentence can be added."""
    return message if not message or message[-1] in ".?!:" else f"{message}."


def _saying(
    finding: Finding, sentence: str, *, note: str | None = None, verdict: Verdict | None = None
) -> Finding:
    """A finding with one more sentence, and maybe another note and verdict."""
    return replace(
        finding,
        message=f"{_closed(finding.message)} {sentence}".strip(),
        note=finding.note if note is None else note,
        verdict=finding.verdict if verdict is None else verdict,
    )
