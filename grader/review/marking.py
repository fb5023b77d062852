"""One mark into the table: for every text of a pile, in the row that it belongs in."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timezone
from fractions import Fraction

from grader.assignment import Answer, quantities
from grader.grading.boxes import boxes_of, cell_of, quantity, worth
from grader.review.ledger import Row, Rows, is_marked
from grader.review.refused import Refused
from grader.words.ids import folded
from grader.words.sentences import reviews as sentences
from grader.words.text import points as shown
from reference.records import dataclass

_LONGEST = 10_000  # characters of a remark
NOTHING = {"points": "", "remark": "", "item": "", "at": ""}


@dataclass(frozen=True)
class Given:
    """A mark as it was asked for: boxes, perhaps points by hand, a remark, and by whom.

    A `second` one stands beside the first's and does not count.
    """

    boxes: tuple[str, ...]
    points: str
    remark: str
    by: str
    second: bool = False

    @property
    def is_nothing(self) -> bool:
        """Whether a mark is taken back: nothing is ticked, and no points are given."""
        return not self.boxes and not self.points.strip()


def cells(given: Given, answer: Answer) -> Row:
    """What a mark writes into its row; raise Refused for what is none."""
    if given.is_nothing:
        return dict(NOTHING)
    boxes = tuple(box.id for box in boxes_of(answer) if box.id in given.boxes)
    if set(given.boxes) - set(boxes):
        raise Refused(422, sentences.no_such_box(answer.name))
    earned = worth(answer, boxes)
    amount = earned
    if given.points.strip():
        amount = _points(given.points, answer)
    by_hand = amount - earned if boxes else Fraction(0)
    return {
        "points": quantity(amount),
        "remark": _remark(given.remark),
        "item": cell_of(answer, boxes, by_hand) if boxes else "",
        "at": datetime.now(timezone.utc).isoformat(timespec="seconds"),
    }


def _points(text: str, answer: Answer) -> Fraction:
    amount = quantities.exact(text.replace(",", "."))
    if amount is None or not 0 <= amount <= answer.points:
        raise Refused(422, sentences.points_outside(shown(answer.points)))
    return amount


def _remark(text: str) -> str:
    """A remark as a table can hold it: no null bytes, no half characters, plain line ends."""
    clean = text.replace("\0", "").replace("\r\n", "\n").replace("\r", "\n")
    return clean.encode("utf-8", "ignore").decode()[:_LONGEST].strip()


def write(rows: Rows, students: Sequence[str], answer: str, given: Given, said: Row) -> None:
    """Write the cells of a mark for each of these students."""
    for student in students:
        row = _second(rows, student, answer, given) if given.second else _first(rows, student, answer, given)  # fmt: skip
        row.update(said, by="" if given.is_nothing else given.by)
        if given.is_nothing:
            rows.drop(row)


def _first(rows: Rows, student: str, answer: str, given: Given) -> Row:
    """The row that counts; else the one that was dealt to this person, or to anybody."""
    found = rows.of(student, answer)
    if found and is_marked(found[0]):
        own = [row for row in found[1:] if _is_by(row, given.by)]
        for row in own:  # who decides what counts needs no second mark
            row.update(NOTHING, by="")
            rows.drop(row)
        return found[0]
    mine = [row for row in found if _is_by(row, given.by)]
    return next(iter([*mine, *found]), None) or rows.add(student, answer)


def _second(rows: Rows, student: str, answer: str, given: Given) -> Row:
    """The row of a second marker; raise Refused where there is no first mark of somebody else."""
    found = rows.of(student, answer)
    if not found or not is_marked(found[0]) or _is_by(found[0], given.by):
        raise Refused(409, sentences.no_first_mark())
    mine = [row for row in found[1:] if _is_by(row, given.by)]
    return mine[0] if mine else rows.add(student, answer, given.by)


def _is_by(row: Row, by: str) -> bool:
    return folded(row["by"]) == folded(by)
