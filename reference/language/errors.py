"""What can be wrong with a text of the language, or with the numbers put into it."""

from __future__ import annotations

from functools import partial

from reference.words import Message


class CellError(Exception):
    """Something in an equation, a cell or its numbers cannot be used; `said` is what, by its code.

    `str` gives the sentence in English; a program asks for `said.code`.

    >>> from reference import CellError, cell
    >>> try:
    ...     cell("lstmm")
    ... except CellError as error:
    ...     print(error.said.code, "|", error)
    no-such-cell | there is no cell "lstmm" in the catalogue; did you mean "lstm"?
    """

    def __init__(self, said: Message, *others: object):
        self.said = said
        super().__init__(said, *others)

    def __str__(self) -> str:
        return str(self.said)


class LanguageError(CellError):
    """A text that is not of the language, with the place where reading stopped.

    `position` counts characters of `text` from 0; `line` counts lines of the cell text from 1
    and is None where the text stands alone.

    >>> from reference import LanguageError, parse_expression
    >>> try:
    ...     parse_expression("tanh(W @ x[t")
    ... except LanguageError as error:
    ...     print(error)
    tanh(W @ x[t
              ^ this "[" is never closed
    """

    def __init__(self, said: Message, text: str, position: int, *, line: int | None = None):
        self.text = text
        self.position = max(0, min(position, len(text)))
        self.line = line
        super().__init__(said, text, self.position)

    @property
    def message(self) -> str:
        """The sentence alone, without the text and the place."""
        return str(self.said)

    def at_line(self, line: int, text: str, shift: int) -> LanguageError:
        """The same fault, seen in the longer text that it stands in."""
        return LanguageError(self.said, text, self.position + shift, line=line)

    def __reduce__(self) -> tuple[object, ...]:
        # an exception is copied by its args alone, and those do not hold the line
        return partial(LanguageError, line=self.line), self.args

    def __str__(self) -> str:
        where = f"line {self.line}: " if self.line is not None else ""
        text, position = _window(self.text, self.position)
        return f"{where}{text}\n{' ' * (len(where) + position)}^ {self.message}"


class ShapeError(CellError):
    r"""Two sizes that do not fit together; the message names the expression and both sizes.

    `target` is what the equation defines in which they meet, and `line` counts lines of the cell's
    text from 1, where that is known.

    >>> from reference import ShapeError, parse_cell
    >>> try:
    ...     parse_cell("x: d\nh: n\nh[t] = x[t]\n")
    ... except ShapeError as error:
    ...     print(error)
    line 3: h[t] = x[t]: the right side has shape d, but h has shape n
    """

    def __init__(self, said: Message, target: str | None = None, line: int | None = None):
        self.target = target
        self.line = line
        super().__init__(said, target, line)


class OrderError(CellError):
    """Quantities that wait for one another; `name` is one of them."""

    def __init__(self, said: Message, name: str):
        self.name = name
        super().__init__(said, name)


class NumbersError(CellError):
    """Numbers that are missing, unknown or of another shape than the cell needs.

    `names` are those whose numbers are to blame, the likeliest first; `remedy` is what to write.

    >>> from reference import NumbersError, bind, cell
    >>> try:
    ...     bind(cell("relu-rnn"), {"V": 1, "x": [1, 2]}, steps=2)
    ... except NumbersError as error:
    ...     print(error, "|", error.remedy)
    relu-rnn: no number is given for W | add "W: ..." under given
    """

    def __init__(
        self, said: Message, *, names: tuple[str, ...] = (), remedy: Message | None = None
    ):
        self.names = names
        self.remedy = remedy
        super().__init__(said)

    def __reduce__(self) -> tuple[object, ...]:
        return partial(NumbersError, names=self.names, remedy=self.remedy), self.args


def _window(text: str, position: int, *, width: int = 100) -> tuple[str, int]:
    """The part of a long text that shows the place, on one line."""
    start = max(0, position - width // 2) if len(text) > width else 0
    cut = "".join(c if c.isprintable() else " " for c in text[start : start + width])
    prefix = "…" if start else ""
    suffix = "…" if start + width < len(text) else ""
    return prefix + cut + suffix, position - start + len(prefix)
