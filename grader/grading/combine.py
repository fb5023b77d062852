"""From what key, follow-through, diagnosis and credits each say of a wrong answer to one finding."""

from __future__ import annotations

from typing import TYPE_CHECKING

from grader.grading.rubric import PARTLY, TRIVIAL
from grader.outcome.finding import Finding
from grader.words.sentences import mistakes as sentences
from grader.words.text import as_sentence
from reference.records import replace

if TYPE_CHECKING:
    from grader.grading.candidates import Diagnosis
    from grader.grading.credits import Credit

_EACH_ITS_OWN = ("sign-wrong",)  # a slip of the pen, however often


def combined(
    finding: Finding, followed: Finding | None, named: Diagnosis | None, credit: Credit | None
) -> Finding:
    """One finding of a wrong answer that no value of the student's own makes right as a whole.

    Entries that follow keep their share and give the note; a mistake that the file pays for gives
    it otherwise, and then one that is named with certainty.  Where the student's own values left
    nothing to work out, that is said, and no mistake is looked for.
    """
    if followed is not None and followed.note == TRIVIAL:
        found = replace(finding, note=TRIVIAL)
        return _credited(_saying(found, followed.message), credit)
    found = finding
    if followed is not None:
        share = max(finding.share, followed.share)
        found = replace(
            finding,
            note=followed.note,
            share=share,
            followed=followed.followed,
            message=followed.message,
        )
    if credit is not None and credit.note == PARTLY and credit.what:
        found = _saying(found, sentences.mistake_asked(credit.what))  # its author knows best
    elif named is not None:
        note = named.note if named.certain and followed is None else found.note
        found = replace(
            _saying(found, named.message), note=note, detail=named.detail, mistake=_called(named)
        )
    elif credit is not None and credit.what:
        found = _saying(found, sentences.mistake_asked(credit.what))
    return _credited(found, credit)


def _called(named: Diagnosis) -> str:
    """What a mistake of the equations is called wherever it is made; a lost sign is each its own."""
    # right answers have done without
    from grader.grading.mistaken_targets import identity

    note = named.note.removeprefix("number.")
    if not named.certain or not named.what or note in _EACH_ITS_OWN:
        return ""
    return " ".join(identity(note, named.what))


def _credited(finding: Finding, credit: Credit | None) -> Finding:
    if credit is None:
        return finding
    note = finding.note if finding.followed else credit.note
    return replace(finding, note=note, credit=credit.share)


def _saying(finding: Finding, sentence: str) -> Finding:
    return replace(finding, message=f"{finding.message}. {as_sentence(sentence)}")
