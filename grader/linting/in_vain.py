"""What an author writes in vain: credit for a mistake that cannot occur, a value nothing goes on from."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import suppress

from grader.assignment import Answer, Assignment, Question
from grader.assignment.document import KeyPath
from grader.assignment.faults import Fault
from grader.assignment.kinds import KINDS, NUMERIC
from grader.assignment.known_mistakes import SLIPS_OF_THE_PEN, whole_note
from grader.assignment.read_anew import Source
from grader.functions import Functions
from grader.functions.mistakes import possible_notes
from grader.grading.follow import Carried
from grader.grading.follow_sums import sums_of
from grader.grading.inverted import quantity_in
from grader.grading.mistaken_targets import has_too_many
from grader.grading.mistakes import every_mistake
from grader.grading.other_counts import other_counts
from grader.key.derive import key_of
from grader.key.expected import Expected
from grader.key.model import Key
from grader.key.target import Target
from grader.outcome.errors import GraderError
from grader.reading.missing import is_blank
from grader.words.sentences import assignments as sentences
from grader.words.sentences.counts import CONVENTIONS
from reference import CellError, Symbol, shape_of, symbols
from reference.language.effort import Budget, TooMuchWork, at_most
from reference.records import replace


def in_vain(source: Source, assignment: Assignment) -> Iterator[Fault]:
    """A warning for each line of a file that changes nothing for anybody."""
    expected = Expected(assignment)
    for index, question in enumerate(assignment.questions):
        keys = {
            answer.name: key_of(expected, answer, question, (*question.readings, None)[0])
            for answer in question.answers
            if answer.kind in (*NUMERIC, "count")
        }
        numbers = {name: key for name, key in keys.items() if key.kind in NUMERIC}
        for where, said, remedy in (
            *_mistakes(source, index, question, keys, expected),
            *_lost(question, numbers),
            *_unchosen(question),
            *_in_order(question),
            *_coarser(source, index, question),
            *_given(question, numbers),
        ):
            path: KeyPath = ("questions", index, *where)
            yield replace(source.fault(path, said, remedy), warning=True)


def _mistakes(
    source: Source, index: int, question: Question, keys: dict[str, Key], expected: Expected
) -> Iterator[tuple[KeyPath, str, str]]:
    """Mistakes that are paid for and earn nothing in any answer that the line is about."""
    lines: dict[str, KeyPath] = {
        answer.name: ("answers", answer.name, "known_mistakes") for answer in question.answers
    }
    if question.result_only:
        for path in (("defaults", "known_mistakes"), *lines.values()):
            for where, note in _paid(source, index, path):
                yield where, *sentences.only_results_count(note)
        return
    can: dict[str, set[str]] = {}
    for answer in question.answers:
        if answer.known_mistakes:
            notes = _notes(answer, keys.get(answer.name), expected)
            if notes is not None:
                can[answer.name] = notes
                yield from _unpaid(source, index, lines[answer.name], notes)
    if can and len(can) == len(question.answers):
        every = set[str]().union(*can.values())
        yield from _unpaid(source, index, ("defaults", "known_mistakes"), every)


def _notes(answer: Answer, key: Key | None, expected: Expected) -> set[str] | None:
    """The notes that an answer can earn credit by; None where nobody looked."""
    if answer.kind == "function":
        return _told_of_functions(answer, expected.assignment)
    if key is None:
        return None
    if key.kind == "count":
        others = other_counts(answer.value, key, expected)
        return {f"count.{name}" for name, number in others.items() if number != key.value}
    found = {f"number.{mistake.note}" for mistake in every_mistake(key, answer, Carried(()))}
    if has_too_many(key.target):
        return None
    return found | {f"number.{slip}" for slip in SLIPS_OF_THE_PEN - {"sign-lost"}}


_MOST_WORK = 1_000_000  # places looked at for one function


def _told_of_functions(answer: Answer, assignment: Assignment) -> set[str] | None:
    with suppress(TooMuchWork, CellError, GraderError), at_most(Budget(_MOST_WORK)):
        cases = Functions(assignment, None).cases(answer.name)
        return {f"function.{note}" for note in possible_notes(cases)}
    return None


def _unpaid(
    source: Source, index: int, path: KeyPath, notes: Iterable[str]
) -> Iterator[tuple[KeyPath, str, str]]:
    from reference.rewrites.notes import MISTAKES  # only such a line needs them

    possible = set(notes)
    names = {note.partition(".")[2] for note in possible}
    for where, note in _paid(source, index, path):
        short = note.partition(".")[2] or note
        whole = {whole_note(note, kind) for kind in ("number", "count", "function")}
        known = short in MISTAKES or short in CONVENTIONS
        if known and not whole & possible:
            yield where, *sentences.cannot_occur(note, sorted(names))


def _paid(source: Source, index: int, path: KeyPath) -> Iterator[tuple[KeyPath, str]]:
    """The mistakes of a line of the file, each with its place."""
    written = source.document.at(("questions", index, *path))
    for note in written if isinstance(written, dict) else ():
        yield (*path, note), str(note)


def _unchosen(question: Question) -> Iterator[tuple[KeyPath, str, str]]:
    """Words to choose from that are read as no answer: whoever picks one hands in nothing."""
    for answer in question.answers:
        if KINDS[answer.kind].chosen or answer.kind == "matching":
            key = "options" if answer.options else "labels"
            for word in filter(is_blank, answer.options or answer.labels):
                yield ("answers", answer.name, key), *sentences.word_for_nothing(word)


def _in_order(question: Question) -> Iterator[tuple[KeyPath, str, str]]:
    """Matchings whose partners stand on the sheet in the order of what they belong to."""
    for answer in question.answers:
        if answer.kind == "matching" and answer.options and isinstance(answer.value, dict):
            right = [str(partner) for partner in answer.value.values()]
            if len(right) > 1 and right == [*answer.options][: len(right)]:
                yield ("answers", answer.name, "options"), *sentences.partners_in_order()


def _coarser(source: Source, index: int, question: Question) -> Iterator[tuple[KeyPath, str, str]]:
    """Answers with fewer decimals than the sheet: their working may then be as coarse, which few mean."""
    around = (("questions", index, "defaults"), ("questions", index), ())
    kept = next((k for place in around if (k := _decimals(source, (*place, "rounding")))), None)
    for answer in question.answers:
        path = ("answers", answer.name, "rounding")
        own = _decimals(source, ("questions", index, *path))
        if kept is not None and own is not None and own < kept:
            yield path, *sentences.working_as_coarse(answer.name, own, kept)


def _decimals(source: Source, path: KeyPath) -> int | None:
    """The decimals that a rounding in the file keeps at every step, without more being said of it."""
    written = source.document.at(path)
    if isinstance(written, dict):
        written = written.get("decimals") if not {"steps", "at", "cut"} & {*written} else None
    try:
        return None if written is None else int(str(written))
    except ValueError:
        return None


def _given(question: Question, keys: dict[str, Key]) -> Iterator[tuple[KeyPath, str, str]]:
    """Answers that stand on the sheet already: a given number is asked for."""
    for answer in question.answers:
        if answer.name not in keys or question.works:  # there, numbers are tried that nobody gave
            continue
        target = keys[answer.name].target
        asked, system = target.expression, target.system
        is_free = isinstance(asked, Symbol) and asked not in system.cell.by_target
        if is_free and str(asked) in system.inputs:
            yield ("answers", answer.name), *sentences.asks_for_what_is_given(str(asked))


def _lost(question: Question, keys: dict[str, Key]) -> Iterator[tuple[KeyPath, str, str]]:
    """Answers from which others go on, though no value of theirs can be worked back."""
    if not question.follow_through:
        return
    taken = {name for key in keys.values() if (name := quantity_in(key.target)) is not None}
    summed = set(_summed(question, keys))
    for place, answer in enumerate(question.answers):
        later = [keys[one.name].target for one in question.answers[place + 1 :] if one.name in keys]
        if answer.name not in keys or answer.name in summed:
            continue
        if _is_lost(keys[answer.name].target, later, taken):
            yield (
                ("answers", answer.name),
                *sentences.cannot_be_carried(answer.name, _asked(answer)),
            )


def _summed(question: Question, keys: dict[str, Key]) -> Iterator[str]:
    """The answers that are parts of a total, which goes on from them."""
    names = [answer.name for answer in question.answers if answer.name in keys]
    for place, name in enumerate(names):
        before = names[:place]
        ways = sums_of(keys[name].target, [keys[other].target for other in before])
        yield from (before[part] for way in ways for part in way.parts)


def _asked(answer: Answer) -> str:
    return str(answer.value)


def _is_lost(target: Target, later: Iterable[Target], taken: set[str]) -> bool:
    """Whether the one quantity behind a value goes into later ones by no answer of the sheet."""
    cell = target.system.cell
    found = [symbol for symbol in symbols(target.expression) if symbol in cell.by_target]
    if quantity_in(target) is not None or len(found) != 1 or str(found[0]) in taken:
        return False
    if shape_of(target.expression, cell.shapes) != cell.shape(found[0]):
        return False
    return any(
        one.system_name == target.system_name
        and one.rests_on(str(found[0]), taken - {str(one.name)})
        for one in later
    )
