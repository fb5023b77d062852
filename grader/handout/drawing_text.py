"""Letters in a picture: how wide they are, and how they are written down."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from html import escape

from grader.words.text import visible
from reference import Symbol
from reference.readings.notations.letters import (
    GREEK,
    accent_of,
    direction_of,
    letter_of,
    parted,
    split_name,
)
from reference.records import dataclass

FONTS = "New Computer Modern, Latin Modern Roman, Libertinus Serif, Georgia, serif"
SIZE = 10.0
SMALL = 7.0
DROP = 2.4  # of what stands below a letter
_ARROWS = "→←"
_ARROW_RISE = 4.2  # of an arrow over a low letter; other marks are made for one
_TALL_RISE = 2.6  # how much more it is over a tall one
_ARROW_WIDE, _MARK_WIDE = 1.0, 0.5  # as shares of their sizes
_TOP = 6.0  # of a low letter under its mark
_SLANT = 0.08  # of the height of a mark: how far an italic letter leans below it
_LOW = frozenset("acegmnopqrsuvwxyz") | frozenset("αγεηικμνοπρσςτυφχψω")

_WIDTHS = {
    **dict.fromkeys("ijltf.,:;'|[]()!", 0.3), **dict.fromkeys("−=+σ", 0.74),
    **dict.fromkeys("mwMWNCGOQR", 0.85), **dict.fromkeys("ABDEFHIKLPSTUVXYZ", 0.72), "\u00a0": 0.33,
}  # fmt: skip
_MEDIUM = 0.53  # of a letter, as a share of the size of the type


@dataclass(frozen=True)
class Label:
    """A text with subscripts, and how wide it is about; `is_low` while it stands below its line."""

    text: str = ""
    width: float = 0.0
    is_low: bool = False

    def words(self, text: str, *, italic: bool = False) -> Label:
        """The label with upright or italic text on its line."""
        style = ' font-style="italic"' if italic else ""
        back = f' dy="-{DROP}"' if self.is_low else ""
        inner = escaped(text)
        added = f"<tspan{style}{back}>{inner}</tspan>" if style or back else inner
        return Label(self.text + added, self.width + width_of(text, SIZE))

    def letters(self, name: str) -> Label:
        """The label with a name: a letter is italic, a word or a number upright."""
        return self.words(name, italic=_is_letter(name))

    def below(self, parts: Sequence[str]) -> Label:
        """The label with a subscript of several parts."""
        inner = ",".join(
            f'<tspan font-style="italic">{escaped(part)}</tspan>'
            if _is_letter(part)
            else escaped(part)
            for part in parts
        )
        text = f'<tspan font-size="{shown_number(SMALL)}" dy="{DROP}">{inner}</tspan>'
        return Label(self.text + text, self.width + width_of(",".join(parts), SMALL), is_low=True)

    def marked(self, letter: str, mark: str) -> Label:
        """The label with a letter under a mark, which is drawn before it.

        A combining mark would do in browsers; in a PDF it has no code that readers could read.
        """
        is_arrow = mark in _ARROWS
        size = SMALL if is_arrow else SIZE
        wide, over = width_of(letter, SIZE), size * (_ARROW_WIDE if is_arrow else _MARK_WIDE)
        up = (0 if letter in _LOW else _TALL_RISE) + (_ARROW_RISE if is_arrow else 0)
        before = (wide - over) / 2 + _SLANT * (up + _TOP)
        drawn = (
            f'<tspan font-size="{shown_number(size)}" dx="{shown_number(before)}" dy="-{shown_number(up + (DROP if self.is_low else 0))}">{mark}</tspan>'
            f'<tspan font-style="italic" dx="-{shown_number(before + over)}" dy="{shown_number(up)}">{letter}</tspan>'
        )
        return Label(self.text + drawn, self.width + wide)

    def symbol(self, symbol: Symbol, known: Collection[str] = ()) -> Label:
        """The label with a symbol as the equations write it that have the `known` names."""
        base, below = parted(*split_name(letter_of(symbol.name, known), symbol.step))
        accent, letter = accent_of(base)
        if accent:
            label = self.marked(GREEK.get(letter, letter), _ACCENTS[accent])
        elif direction_of(base):
            label = self.marked(base[0], direction_of(base))
        else:
            label = self.letters(GREEK.get(base, base))
        return label.below([GREEK.get(part, part) for part in below]) if below else label

    def equals(self, value: str) -> Label:
        """The label with what it is equal to, where that is known."""
        return self.words(f"\u00a0=\u00a0{value}".replace(" ", "\u00a0")) if value else self


_ACCENTS = {"hat": "\u02c6", "bar": "\u00af", "tilde": "\u02dc"}


def _is_letter(name: str) -> bool:
    """Whether a name is a single letter, as equations slant it."""
    return len(name) == 1 and name.isalpha()


def width_of(text: str, size: float) -> float:
    """The width of a text, from the usual widths of its letters."""
    return size * sum(_WIDTHS.get(c, _MEDIUM) for c in text)


def escaped(text: str) -> str:
    """A text as XML takes it."""
    return escape(visible(text, longest=2_000))


def shown_number(value: float) -> str:
    """A length with at most one decimal."""
    return f"{value:.1f}".removesuffix(".0")
