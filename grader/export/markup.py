"""A question's text as XHTML; how a formula is written, and what else is markup, differs by system."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from html import escape

from grader.export.question import Asked, ByHand, Question
from grader.handout import letters, mathematics
from grader.handout.mathematics import Mathematics
from grader.handout.prose import Code, Letter, Paragraph, Piece
from grader.handout.sheet import Quantity
from grader.words.sentences import exports as sentences
from grader.words.text import visible
from reference import Cell
from reference.readings.notations.latex import LATEX
from reference.readings.notations.mathml import MATHML
from reference.readings.typeset import typeset, typeset_array, typeset_cell
from reference.records import dataclass

_LONGEST = 100_000
_APART = "&#8195; "  # between two given numbers, also where a line breaks
MATH = "http://www.w3.org/1998/Math/MathML"


def plain(text: str) -> str:
    """A text in which nothing hides, whole."""
    return visible(text, longest=_LONGEST)


@dataclass(frozen=True)
class Markup:
    """How one system writes a text in which nothing is markup, and a formula.

    `formula` gets the formula in LaTeX and in MathML, and takes what its system shows.
    """

    text: Callable[[str], str]
    formula: Callable[[str, str], str]

    def paragraphs(self, paragraphs: Iterable[Paragraph]) -> Iterator[str]:
        """Prose, paragraph by paragraph."""
        for paragraph in paragraphs:
            yield f"<p>{self.prose(paragraph)}</p>"

    def prose(self, paragraph: Paragraph) -> str:
        """One paragraph without its element."""
        return "".join(map(self._piece, paragraph))

    def code(self, text: str) -> str:
        """Something to be typed as it stands."""
        return f"<code>{self.text(text)}</code>"

    def asked(self, question: Question) -> Iterator[str]:
        """Everything that is said before the fields: introduction, what it builds on, prompt, given numbers."""
        yield from self.paragraphs(question.introduction)
        for earlier, prompt in question.before:
            yield f"<p>{self.text(sentences.export_before(earlier))}</p>"
            yield f"<blockquote>{''.join(self.paragraphs(prompt))}</blockquote>"
        yield from self.paragraphs(question.prompt)
        for given in question.given:
            if given.equations is not None:
                yield f"<p>{'<br/>'.join(self._equations(given.equations))}</p>"
            yield from self.paragraphs(given.legend)
            if given.quantities:
                yield f"<p>{_APART.join(map(self._given, given.quantities))}</p>"

    def named(self, answer: Asked, field: str = "") -> str:
        """The name of an answer, its field, and what kind of value goes there."""
        parts = (self.code(answer.name), field, self.text(answer.hint))
        return f"<p>{' '.join(part for part in parts if part)}</p>"

    def begun(self, answer: Asked) -> Iterator[str]:
        """What a program that is asked for begins with."""
        if answer.by_hand is not None and answer.by_hand.code:
            lines = map(self.text, answer.by_hand.code.splitlines())
            yield f"<pre>{chr(10).join(lines)}</pre>"

    def for_staff(self, by_hand: ByHand) -> Iterator[str]:
        """What the one who grades by hand should know."""
        yield from self.paragraphs(by_hand.rubric)
        if by_hand.solution:
            yield f"<p>{self.code(by_hand.solution)}</p>"

    def _piece(self, piece: Piece) -> str:
        match piece:
            case Code(text):
                return self.code(text)
            case Letter():
                return self.formula(letters.latex(piece), letters.mathml(piece))
            case Mathematics():
                return self.formula(mathematics.latex(piece), mathematics.mathml(piece))
            case words:
                return self.text(words)

    def _equations(self, cell: Cell) -> Iterator[str]:
        notations = (typeset_cell(cell, LATEX), typeset_cell(cell, MATHML))
        for latex, mathml in zip(*notations, strict=True):
            yield self.formula(latex, mathml)

    def _given(self, quantity: Quantity) -> str:
        latex, mathml = (
            f"{typeset(quantity.symbol, notation)}{notation.equals}"
            f"{typeset_array(quantity.value, notation, decimals=None)}"
            for notation in (LATEX, MATHML)
        )
        return self.formula(latex, mathml)


def as_text(text: str) -> str:
    """A text in XHTML, in which nothing is markup."""
    return escape(plain(text))


def as_mathml(_: str, mathml: str) -> str:
    """A formula as an element of MathML."""
    return f'<math xmlns="{MATH}">{mathml}</math>'
