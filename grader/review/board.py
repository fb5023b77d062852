"""What the page asks and tells: the texts of a question, one text, a mark, and what others do.

Everything here is plain values; nothing knows HTTP.  One lock holds all of it: a save is short, and
nobody waits for more than one.
"""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from threading import RLock
from typing import Any

from grader.assignment import Answer, quantities
from grader.grading.boxes import boxes_of, points_today, quantity, ticked_in
from grader.handout.typed_mathematics import without_marks
from grader.review.agreement import agreement
from grader.review.groups import Groups
from grader.review.ledger import Ledger, Row, Rows, is_marked
from grader.review.likeness import Words, differences, nearest, words_of
from grader.review.marking import Given, cells, write
from grader.review.refused import Refused
from grader.review.texts import Class, Pile
from grader.words.ids import folded
from grader.words.sentences import reviews as sentences
from grader.words.text import visible

_LONGEST = 2_000_000  # characters of a text that are shown
_LOOKING = 120  # seconds for which a text that somebody opened is left to them
_UNDONE = 500  # changes that can be taken back

Plain = dict[str, Any]


class Board:
    """The texts in OUT with their marks, for any number of people at once."""

    def __init__(self, out: Path) -> None:
        self.out = out
        self.lock = RLock()
        self._read()

    def _read(self) -> None:
        self.texts = Class(self.out)
        self.ledger = Ledger(self.out / "marks.csv", self.texts.loaded)
        self.groups = Groups(self.out)
        self.ledger.rows()  # whatever is wrong with the table is said now
        self._done: dict[str, list[tuple[str, tuple[str, ...], list[list[Row]], str]]] = {}
        self._looking: dict[str, tuple[str, float]] = {}
        self._words: dict[str, Words] = {}

    # -- what is there ------------------------------------------------------------------------

    def desk(self) -> Plain:
        """The questions, their boxes, and how many texts wait."""
        with self.lock:
            return {
                "title": _safe(self.texts.loaded.title),
                "questions": [self._question_line(name) for name in self.texts.asked],
            }

    def _question_line(self, name: str) -> Plain:
        asked = self.texts.asked[name]
        title = asked.question.title or asked.question.id
        return {
            "answer": name,
            "title": _safe(title),
            "most": quantity(asked.answer.points),
            "boxes": _boxes(asked.answer),
            **self._progress(name),
        }

    def _progress(self, name: str) -> Plain:
        rows, piles = self.ledger.rows(), self.piles(name)
        done = [pile for pile in piles if _is_done(rows, pile)]
        return {
            "texts": sum(len(pile.written) for pile in piles),
            "marked": sum(len(pile.written) for pile in done),
            "piles": len(piles),
            "done": len(done),
        }

    def piles(self, name: str) -> Sequence[Pile]:
        """The texts of an answer as they are marked together."""
        if name not in self.texts.asked:
            raise Refused(404, sentences.no_such_answer())
        return self.groups.joined(name, self.texts.alike[name])

    def pile(self, name: str, id_: str) -> Pile:
        """One of them; raise Refused where it is not there any more."""
        for pile in self.piles(name):
            if pile.id == id_:
                return pile
        raise Refused(409, sentences.pile_gone())

    def question(self, name: str, by: str, *, second: bool) -> Plain:
        """Every text of a question, in order, with what is known of it and without its words."""
        with self.lock:
            rows = self.ledger.rows()
            cards = [self._card(rows, pile, by, second=second) for pile in self.piles(name)]
            return {"cards": cards, **self._progress(name), "agreement": self._agreement(name)}

    def _card(self, rows: Rows, pile: Pile, by: str, *, second: bool) -> Plain:
        answer = self.texts.asked[pile.answer].answer
        first, own, dealt = _rows_of(rows, pile, by)
        card: Plain = {
            "id": pile.id,
            "count": len(pile.written),
            "variants": len(pile.texts),
            "revision": rows.revision(pile.students, pile.answer),
            "dealt": _safe(dealt),
            "open_by": self._open_by(pile, by),
        }
        if second:
            ready = first is not None and folded(first["by"]) != folded(by)
            mine = own if ready else None
            card["state"] = "done" if mine else "open" if ready else "wait"
            card["mark"] = _mark(answer, mine)
            card["other"] = _mark(answer, first) if mine else None
            return card
        others = [row for row in rows.of(pile.students[0], pile.answer)[1:] if is_marked(row)]
        card["state"] = "done" if _is_done(rows, pile) else "open"
        card["mark"] = _mark(answer, first)
        card["other"] = _mark(answer, others[0]) if others else None
        card["mixed"] = _is_mixed(rows, pile)
        return card

    def _open_by(self, pile: Pile, by: str) -> str:
        who, since = self._looking.get(pile.id, ("", 0.0))
        is_theirs = who and folded(who) != folded(by) and time.monotonic() - since < _LOOKING
        return _safe(who) if is_theirs else ""

    def text(self, name: str, id_: str, by: str, *, names: bool, second: bool) -> Plain:
        """One text with everything that is read beside it."""
        with self.lock:
            pile = self.pile(name, id_)
            self._looking = {k: v for k, v in self._looking.items() if v[0] != by}
            self._looking[pile.id] = (by, time.monotonic())
            answer, question = self._as_asked(pile)
            told = {
                "card": self._card(self.ledger.rows(), pile, by, second=second),
                "texts": [_safe(text, _LONGEST) for text in pile.texts],
                "prompt": _safe(without_marks(question.prompt), _LONGEST),
                "part": _safe(without_marks(answer.prompt), _LONGEST),
                "rubric": _safe(without_marks(answer.rubric), _LONGEST),
                "right": _safe(str(answer.value)) if answer.value is not None else "",
                "boxes": _boxes(answer),
                "near": [self._near(pile, other) for other in self._nearest(pile)],
                "joined": len(pile.digests) > 1,
            }
            if names:
                told["names"] = [
                    _safe(" & ".join(one.names) or one.student) for one in pile.written
                ]
            return told

    def _as_asked(self, pile: Pile) -> tuple[Answer, Any]:
        question = self.texts.question(pile.students[0], pile.answer)
        return next(a for a in question.answers if a.name == pile.answer), question

    # -- texts that are alike -----------------------------------------------------------------

    def _nearest(self, pile: Pile) -> Iterator[Pile]:
        others = {other.id: other for other in self.piles(pile.answer) if other.id != pile.id}
        own = self._words_of(pile)
        same = [one for one in others.values() if one.texts[0] == pile.texts[0]]  # other numbers
        near = nearest(own, ((id_, self._words_of(one)) for id_, one in others.items()))
        yield from dict.fromkeys((*same[:6], *(others[id_] for id_ in near)))

    def _words_of(self, pile: Pile) -> Words:
        if pile.id not in self._words:
            self._words[pile.id] = words_of(pile.texts[0])
        return self._words[pile.id]

    def _near(self, pile: Pile, other: Pile) -> Plain:
        return {
            "id": other.id,
            "count": len(other.written),
            "done": _is_done(self.ledger.rows(), other),
            "numbers": pile.texts[0] == other.texts[0],
            "pieces": [
                [kind, _safe(piece, 5000)]
                for kind, piece in differences(pile.texts[0], other.texts[0])
            ],
        }

    def join(self, name: str, ids: Sequence[str]) -> Plain:
        """Let texts be marked together from now on, because a person says so."""
        with self.lock:
            piles = [self.pile(name, id_) for id_ in dict.fromkeys(ids)]
            if len(piles) < 2:
                raise Refused(422, sentences.nothing_to_join())
            digests = [digest for pile in piles for digest in pile.digests]
            self.groups.join(name, digests)
            return {"id": self._pile_with(name, digests[0]).id}

    def part(self, name: str, id_: str) -> Plain:
        """Let the texts of a group stand alone again; their marks stay."""
        with self.lock:
            pile = self.pile(name, id_)
            self.groups.part(name, pile.digests)
            return {"id": self._pile_with(name, pile.digests[0]).id}

    def _pile_with(self, name: str, digest: str) -> Pile:
        return next(pile for pile in self.piles(name) if digest in pile.digests)

    # -- marks --------------------------------------------------------------------------------

    def save(self, name: str, id_: str, revision: str, given: Given) -> Plain:
        """Write a mark down; it is on the disk when this returns.

        Raises Refused, with what holds now, where somebody else was there meanwhile.
        """
        with self.lock:
            pile = self.pile(name, id_)
            said = cells(given, self._as_asked(pile)[0])
            before: list[list[Row]] = []

            def change(rows: Rows) -> None:
                if rows.revision(pile.students, name) != revision:
                    now = self._card(rows, pile, given.by, second=given.second)
                    raise Refused(409, sentences.changed_meanwhile(), now)
                before.extend(_copies(rows, pile))
                write(rows, pile.students, name, given, said)

            rows = self.ledger.change(change)
            after = rows.revision(pile.students, name)
            self._remember(given.by, (name, pile.students, before, after))
            card = self._card(rows, pile, given.by, second=given.second)
            return {"card": card, **self._progress(name), "agreement": self._agreement(name)}

    def _remember(self, by: str, change: tuple[str, tuple[str, ...], list[list[Row]], str]) -> None:
        self._done.setdefault(folded(by), []).append(change)
        del self._done[folded(by)][:-_UNDONE]

    def undo(self, by: str) -> Plain:
        """Take this person's last change back, unless somebody changed the same texts since."""
        with self.lock:
            if not self._done.get(folded(by)):
                raise Refused(409, sentences.nothing_to_undo())
            name, students, before, after = self._done[folded(by)].pop()

            def change(rows: Rows) -> None:
                if rows.revision(students, name) != after:
                    raise Refused(409, sentences.undo_too_late())
                for student, copies in zip(students, before, strict=True):
                    rows.put_back(student, name, copies)

            self.ledger.change(change)
            pile = next((p for p in self.piles(name) if set(students) & set(p.students)), None)
            return {"answer": name, "id": pile.id if pile else ""}

    def deal(self, name: str, people: Sequence[str], *, second: bool) -> Plain:
        """Deal the texts out that nobody has yet, in turn; a second marker gets no own first."""
        people = [one for one in dict.fromkeys(map(str.strip, people)) if one]
        if not people:
            raise Refused(422, sentences.nobody_to_deal_to())
        with self.lock:
            count = 0

            def change(rows: Rows) -> None:
                nonlocal count
                for pile in self.piles(name):
                    who = people[count % len(people)]
                    found = _can_have(rows, pile, who, people[(count + 1) % len(people)], second)
                    if found:
                        count += 1
                        for student in pile.students:
                            _deal(rows, student, name, found, second=second)

            self.ledger.change(change)
            return {"dealt": count}

    def _agreement(self, name: str) -> Plain | None:
        """How far first and second marks agree, a pile a text."""
        rows, answer = self.ledger.rows(), self.texts.asked[name].answer
        pairs = []
        for pile in self.piles(name):
            marked = [row for row in rows.of(pile.students[0], name) if is_marked(row)]
            pairs += [(_today(answer, marked[0]), _today(answer, row)) for row in marked[1:]]
        return as_plain(pairs)


def as_plain(pairs: Sequence[tuple[Any, Any]]) -> Plain | None:
    """The agreement of pairs, for the page; None where there are none."""
    found = agreement(pairs)
    if not found.texts:
        return None
    kappa = None if found.kappa is None else round(found.kappa, 3)
    return {"texts": found.texts, "same": found.same, "share": round(found.share, 3),
            "kappa": kappa}  # fmt: skip


def _safe(text: str, longest: int = 400) -> str:
    """A stranger's text in which nothing hides; tabs become blanks."""
    plain = text.replace("\t", "    ").replace("\r\n", "\n")
    return visible(plain, longest=longest, lines=True)


def _boxes(answer: Answer) -> list[Plain]:
    return [
        {"id": box.id, "text": _safe(box.text), "points": quantity(box.points), "alone": box.alone}
        for box in boxes_of(answer)
    ]


def _rows_of(rows: Rows, pile: Pile, by: str) -> tuple[Row | None, Row | None, str]:
    """Of a pile: the mark that counts, this person's second one, and whom it is dealt to."""
    found = rows.of(pile.students[0], pile.answer)
    marked = [row for row in found if is_marked(row)]
    own = [row for row in marked[1:] if folded(row["by"]) == folded(by)]
    dealt = next((row["by"] for row in found if not is_marked(row) and row["by"]), "")
    return (marked[0] if marked else None, own[0] if own else None, dealt)


def _is_done(rows: Rows, pile: Pile) -> bool:
    return all(
        any(is_marked(row) for row in rows.of(student, pile.answer)) for student in pile.students
    )


def _is_mixed(rows: Rows, pile: Pile) -> bool:
    """Whether texts of a pile were marked otherwise before they came together."""
    found = {
        tuple(row[name] for name in ("points", "item"))
        for student in pile.students
        for row in rows.of(student, pile.answer)[:1]
    }
    return len(found) > 1


def _today(answer: Answer, row: Mapping[str, str]) -> str:
    """The points of a row by the rubric of today, as the page shows them."""
    given = quantities.exact(row["points"].replace(",", ".")) if row["points"] else None
    found = points_today(answer, given, row["item"])
    return "" if found is None else quantity(found)


def _mark(answer: Answer, row: Row | None) -> Plain | None:
    if row is None:
        return None
    known = {box.id for box in boxes_of(answer)}
    return {
        "points": _today(answer, row),
        "items": [one for one in ticked_in(row["item"]) if one in known],
        "remark": _safe(row["remark"], 20_000),
        "by": _safe(row["by"]),
        "at": row["at"],
    }


def _copies(rows: Rows, pile: Pile) -> list[list[Row]]:
    return [[dict(row) for row in rows.all_of(student, pile.answer)] for student in pile.students]


def _can_have(rows: Rows, pile: Pile, who: str, next_one: str, second: bool) -> str:
    """Whom a pile is dealt to: `who`, or the next where it is their own; nobody if it has one."""
    found = rows.of(pile.students[0], pile.answer)
    marked = [row for row in found if is_marked(row)]
    if any(row["by"] and not is_marked(row) for row in found):
        return ""
    if not second:
        return "" if marked else who
    if len(marked) != 1:
        return ""
    takers = [one for one in (who, next_one) if folded(one) != folded(marked[0]["by"])]
    return takers[0] if takers else ""


def _deal(rows: Rows, student: str, name: str, who: str, *, second: bool) -> None:
    found = rows.of(student, name)
    free = [row for row in found if not is_marked(row) and not row["by"]]
    if free and not second:
        free[0]["by"] = who
    elif second or not any(is_marked(row) for row in found):
        rows.add(student, name, who)
