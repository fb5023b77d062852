"""The one quantity that stands in an answer: who writes down 1 - i has written down i as well."""

from __future__ import annotations

from typing import TYPE_CHECKING

from grader.reading.number_syntax import Number as Typed
from reference.language.exponents import fixed_number
from reference.language.expression import Binary, Expression, Negate, Symbol, symbols
from reference.records import dataclass, replace

if TYPE_CHECKING:
    from grader.key.target import Target
    from grader.reading import Numbers

_DIGITS = 12  # of a number that was worked back, past which it is a float's own noise


@dataclass(frozen=True)
class Inside:
    """A quantity of which an answer is so many times the value, and so much more."""

    quantity: Symbol
    scale: float = 1.0
    shift: float = 0.0

    def back(self, numbers: Numbers) -> Numbers:
        """The numbers of the quantity, from those that were typed for the answer."""
        entries = tuple(
            replace(entry, value=self._back(entry.value)) if isinstance(entry, Typed) else entry
            for entry in numbers.entries
        )
        return replace(numbers, entries=entries)

    def _back(self, value: float) -> float:
        return float(f"{(value - self.shift) / self.scale:.{_DIGITS}g}")


def inside(target: Target) -> Inside | None:
    """The quantity that an answer is, or that it can be worked back to: -h, 1 - i, 2 * c + 1."""
    if isinstance(target.expression, Symbol):
        return Inside(target.expression)
    if len(symbols(target.expression)) != 1:
        return None
    found = _worked_back(target.expression)
    known = target.system.cell.by_target
    return found if found is not None and found.scale and found.quantity in known else None


def quantity_in(target: Target) -> str | None:
    """Its name: what is written for the answer stands for that quantity."""
    found = inside(target)
    return None if found is None else str(found.quantity)


def _worked_back(node: Expression) -> Inside | None:
    match node:
        case Symbol():
            return Inside(node)
        case Negate(operand):
            return _moved(_worked_back(operand), -1.0, 0.0)
        case Binary(sign, left, right):
            first, second = fixed_number(left), fixed_number(right)
            match sign:
                case "+" if first is not None:
                    return _moved(_worked_back(right), 1.0, first)
                case "+" | "-" if second is not None:
                    return _moved(_worked_back(left), 1.0, second if sign == "+" else -second)
                case "-" if first is not None:
                    return _moved(_worked_back(right), -1.0, first)
                case "*" if first is not None:
                    return _moved(_worked_back(right), first, 0.0)
                case "*" if second is not None:
                    return _moved(_worked_back(left), second, 0.0)
                case "/" if second:
                    return _moved(_worked_back(left), 1 / second, 0.0)
    return None


def _moved(found: Inside | None, scale: float, shift: float) -> Inside | None:
    if found is None:
        return None
    return Inside(found.quantity, found.scale * scale, found.shift * scale + shift)
