"""From what a student types to tokens: LaTeX, Unicode, Python and plain text look the same here.

Characters are made plain first (σ, ⊙, subscripts, full-width letters), then LaTeX commands, then
the text is cut at `=`.  Every character remembers its place in the student's own text, so that a
caret points there.  No step looks at a character more than a fixed number of times.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator
from itertools import pairwise
from typing import Literal

from reference.handwriting.vocabulary import (
    GREEK,
    MARKS,
    STEP,
    Ambiguous,
    Spelled,
    Vocabulary,
    read_step,
)
from reference.language.errors import LanguageError
from reference.language.expression import Now
from reference.language.functions import FUNCTIONS
from reference.records import dataclass
from reference.words import Message, joined, say

LONGEST = 2_000  # characters; an LSTM written out in LaTeX has about six hundred
_MOST_SIDES = 12
_LONGEST_NAME = 40  # of an unknown name, in a message

Kind = Literal[
    "number", "symbol", "function", "e", "operator", "open", "close", "comma", "transpose",
    "method", "fraction", "end",
]  # fmt: skip


@dataclass(frozen=True)
class Token:
    """One word of an equation, with its place in the student's text."""

    kind: Kind
    text: str
    place: int
    symbols: tuple[Spelled, ...] = ()


@dataclass(frozen=True)
class Writing:
    """A text whose characters remember where they stood in `original`."""

    text: str
    places: tuple[int, ...]
    original: str

    def place(self, position: int) -> int:
        """Where a character stood; the end of the text for the place after the last."""
        if position < len(self.places):
            return self.places[position]
        return len(self.original.rstrip())

    def cut(self, start: int, end: int) -> Writing:
        """A part of the text."""
        return Writing(self.text[start:end], self.places[start:end], self.original)

    def replaced(self, pattern: str, new: str | Callable[[re.Match[str]], str]) -> Writing:
        """The text with every match replaced; what is new stands where the match began."""
        text: list[str] = []
        places: list[int] = []
        end = 0
        for found in re.finditer(pattern, self.text):
            text.append(self.text[end : found.start()])
            places.extend(self.places[end : found.start()])
            put = new(found) if callable(new) else found.expand(new)
            text.append(put)
            places.extend([self.place(found.start())] * len(put))
            end = found.end()
        text.append(self.text[end:])
        places.extend(self.places[end:])
        return Writing("".join(text), tuple(places), self.original)

    def error(self, position: int, message: Message) -> LanguageError:
        """The fault with its place in the student's own text."""
        return LanguageError(message, self.original, self.place(position))


# -- characters -----------------------------------------------------------------------------

_LOWERED = dict(
    zip("₀₁₂₃₄₅₆₇₈₉₊₋₌₍₎ₐₑₕᵢⱼₖₗₘₙₒₚᵣₛₜᵤᵥₓ", "0123456789+-=()aehijklmnoprstuvx", strict=True)
)
_RAISED = dict(zip("⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁽⁾ᵀᵗⁱⁿᶠᵒᶜ", "0123456789+-()TtinfoC".replace("C", "c"), strict=True))
_PLAIN = {
    **MARKS,
    **dict.fromkeys("−–—‐‑﹣", "-"),
    **dict.fromkeys("⋅∙•‧∗", "·"),
    **dict.fromkeys("⨀∘⊗◦○⨂", "⊙"),
    **dict.fromkeys("←≔⟵", "="),
    **dict.fromkeys("‖∥", ","),
    **dict.fromkeys("⟨〈", "<"),
    **dict.fromkeys("⟩〉", ">"),
    **dict.fromkeys("\u200b\u200c\u200d\u2060\ufeff\u00ad", ""),
    **dict.fromkeys("∂δ", "∂"),
    "ϕ": "φ", "ς": "σ", "ϑ": "θ", "⊤": "T", "⊺": "T", "√": " sqrt ", "÷": "/", "⁄": "/", "∕": "/",
}  # fmt: skip


def plain(original: str) -> Writing:
    """The text in ordinary characters; subscripts and superscripts become `_{}` and `^{}`."""
    text: list[str] = []
    places: list[int] = []

    def put(what: str, place: int) -> None:
        text.append(what)
        places.extend([place] * len(what))

    level = ""
    for place, character in enumerate(original):
        here = "_" if character in _LOWERED else "^" if character in _RAISED else ""
        if here != level:
            put(("}" if level else "") + (here + "{" if here else ""), place)
            level = here
        if here:
            put((_LOWERED | _RAISED)[character], place)
        elif character in _PLAIN:
            put(_PLAIN[character], place)
        else:
            for letter in unicodedata.normalize("NFKC", character):
                put(_PLAIN.get(letter, letter), place)
    if level:
        put("}", len(original))
    return Writing("".join(text), tuple(places), original)


# -- LaTeX and Python -----------------------------------------------------------------------

_FRACTION = "\ue000"  # from the private area of Unicode: no keyboard has it
_FONTS = (
    "mathbf|mathrm|mathit|mathsf|mathcal|mathbb|mathtt|boldsymbol|bm|textbf|textrm|textit|textsf|"
    r"text|mbox|hbox|operatorname\*?|vec|overrightarrow|underline|pmb"
)
_COMMANDS = {
    **GREEK,
    "varphi": "φ", "vartheta": "θ", "varepsilon": "ε", "varsigma": "σ",
    "cdot": "·", "times": "·", "ast": "*", "bullet": "·",
    "odot": "⊙", "circ": "⊙", "otimes": "⊙",
    "top": "T", "intercal": "T", "partial": "∂",
    "gets": "=", "leftarrow": "=", "coloneqq": "=", "colon": ":",
    "frac": _FRACTION, "dfrac": _FRACTION, "tfrac": _FRACTION,
    "langle": "<", "rangle": ">", "lbrack": "[", "rbrack": "]", "lbrace": "{", "rbrace": "}",
    "Vert": ",", "div": "/",
}  # fmt: skip
_WORDS = ("tanh", "exp", "log", "ln", "max", "min", "sqrt", "ReLU", "relu", "sigmoid", "softmax")
_NOTHING = (
    "left|right|[bB]ig[lrg]?|[bB]igg[lr]?|displaystyle|textstyle|limits|nolimits|quad|qquad|"
    "mathopen|mathclose|hspace|label|notag|nonumber"
)
_MODULES = (
    r"(?:self|np|numpy|torch|tf|jnp|jax|math|nn|functional|F|keras|activations|linalg|special|"
    r"scipy|cmath|K)\."
)


def _latex(writing: Writing) -> Writing:
    """The text without LaTeX: letters, operators and brackets only."""
    writing = writing.replaced(r"\s+", " ")
    writing = writing.replaced(r"\\\\", " , ")
    writing = writing.replaced(r"\\(?:[,;:!> ]|(?:" + _NOTHING + r")(?![A-Za-z]))|[$~&`]", " ")
    writing = writing.replaced(r"\\[()]", " ")
    writing = writing.replaced(r"\\begin ?\{[pbvBV]?(?:small)?(?:matrix|array)\}", " [")
    writing = writing.replaced(r"\\end ?\{[pbvBV]?(?:small)?(?:matrix|array)\}", "] ")
    writing = writing.replaced(r"\\(?:begin|end) ?\{\w+\*?\}", " ")
    writing = writing.replaced(r"\\[\[\]]", " ")
    writing = writing.replaced(r"\\([{}])", lambda m: "(" if m[1] == "{" else ")")
    writing = writing.replaced(r"\\\|", ",")
    writing = writing.replaced(r"\\([A-Za-z]+)", _command)
    for _ in range(4):  # fonts in fonts
        found = writing.replaced(rf"(?<![_^{{(])\\(?:{_FONTS}) ?\{{([^{{}}\\]*)\}}(?=\w)", r" \1 ")
        found = found.replaced(rf"(?<![_^{{(])\\(?:{_FONTS}) ?\{{([^{{}}\\]*)\}}", r" \1")
        found = found.replaced(rf"\\(?:{_FONTS}) ?\{{([^{{}}\\]*)\}}", r"\1")
        found = found.replaced(rf"\\(?:{_FONTS}) (\w)", r" \1")
        found = found.replaced(r"\\(?:wide)?(tilde|hat|bar) ?\{ ?(\w+) ?\}", r" \2_\1")
        found = found.replaced(r"\\(?:wide)?(tilde|hat|bar) (\w)", r" \2_\1")
        if found.text == writing.text:
            break
        writing = found
    return writing.replaced(r"(?<![_^])\{ ?σ ?\}", " σ ")


def _command(found: re.Match[str]) -> str:
    name = found[1]
    if name in _WORDS:
        return f" {name} "
    put = _COMMANDS.get(name)
    if put is None:
        return found[0]
    # a command ends where its letters end: `W\sigma` is two words, `_\theta` is one
    glued = found.start() and found.string[found.start() - 1] in "_^{"
    return put if glued or not put.isalpha() else f" {put}"


def _python(writing: Writing) -> Writing:
    """The text without the names of modules and arguments given by name."""
    writing = writing.replaced(r"(?<![\w.])(?:" + _MODULES + r"){1,4}(?=[A-Za-z])", "")
    return writing.replaced(r", ?(?:axis|dim|-1) ?= ?-?\d(?=[ )])|, ?-1(?= ?\))", "")


def tidy(original: str) -> Writing:
    """The text as one line of plain characters."""
    if len(original) > LONGEST:
        raise LanguageError(
            say("equation-too-long-by", most=LONGEST, got=len(original)), original, LONGEST
        )
    _refuse_many(original)
    writing = _python(_latex(plain(original)))
    writing = writing.replaced(r" ?_ ?(?=[\w{(\[])", "_")
    writing = writing.replaced(r"_t_\{([+-]\d{1,3})\}", r"_{t\1}")  # half of it Unicode: a_t₋₁
    writing = writing.replaced(r":=|==", "=")
    if "=" not in writing.text:
        writing = writing.replaced(r"(?<!:):", "=")  # `h_t: tanh(...)`
    return writing.replaced(r"[ .;,]+$", "")


def _refuse_many(original: str) -> None:
    """One answer holds one equation; a second one on another line is not read."""
    start = 0
    lines = original.split("\n")
    if sum(1 for line in lines if line.partition("=")[0].strip(" &\\\t\r") and "=" in line) < 2:
        return
    for line in lines[1:]:
        start += len(lines[0]) + 1 if not start else 0
        if line.partition("=")[0].strip(" &\\\t\r") and "=" in line:
            raise LanguageError(say("several-equations"), original, original.find(line, start))


def sides(writing: Writing) -> tuple[Writing, ...]:
    """The parts between the `=` that stand outside of brackets."""
    cuts, depth = [-1], 0
    for position, character in enumerate(writing.text):
        depth += (character in "([{") - (character in ")]}")
        if character == "=" and depth == 0:
            cuts.append(position)
    if len(cuts) > _MOST_SIDES:
        raise writing.error(cuts[_MOST_SIDES], say("too-many-sides", most=_MOST_SIDES))
    cuts.append(len(writing.text))
    return tuple(writing.cut(start + 1, end) for start, end in pairwise(cuts))


# -- tokens ---------------------------------------------------------------------------------

_OURS = ("place", "piece", "grad", "parameters", "sum_steps", "all_steps")  # not for students
_ALIASES = {
    **{name: name for name in FUNCTIONS if name not in _OURS},
    **dict.fromkeys(("σ", "sigma", "sigm", "sig", "logistic", "expit", "logsig"), "sigmoid"),
    **dict.fromkeys(("rectifier", "rect"), "relu"),
    **dict.fromkeys(("concatenate", "cat", "hstack", "vstack", "stack"), "concat"),
    **dict.fromkeys(("matmul", "dot", "mm", "mv", "bmm"), "@"),
    **dict.fromkeys(("multiply", "mul", "hadamard"), "⊙"),
    "maximum": "max", "minimum": "min", "ln": "log", "id": "identity", "linear": "identity",
    "hyperbolictangent": "tanh",
}  # fmt: skip
_RUN = re.compile(r"[^\W\d](?:_\{[^{}]*\}|_\([^()]*\)|_\[[^\[\]]*\]|\w)*")
_NUMBER = re.compile(r"(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?")
_AFTER = re.compile(
    rf"\[ ?(?P<square>{STEP}|t ?[+-] ?\d{{1,3}}) ?\]"
    rf"| ?\( ?(?P<round>t(?: ?[+-] ?\d{{1,3}})?) ?\)|\((?P<absolute>\d{{1,3}})\)"
    rf"|<(?P<angle>{STEP})>"
    rf"|\^ ?\{{ ?[(\[<] ?(?P<raised>{STEP}|t ?[+-] ?\d{{1,3}}) ?[)\]>] ?\}}"
    rf"|\^ ?[(\[<] ?(?P<power>{STEP}|t ?[+-] ?\d{{1,3}}) ?[)\]>]"
    r"|\^ ?\{ ?(?P<braced>t(?: ?[+-] ?\d{1,3})?) ?\}"
    r"|\^ ?(?P<bare>t(?:[+-]\d{1,3}(?![\w.]))?(?!\w))"
)
_NAMED_ABOVE = re.compile(r" ?\^ ?(?:\{ ?\(?([^\W\d]\w*)\)? ?\}|\(([^\W\d]\w*)\)|([^\W\d]))")
_TRANSPOSE = re.compile(
    r" ?\^ ?(?:\{ ?T ?\}|\( ?T ?\)|T(?![A-Za-z0-9_]))|\.T\b|\.t\(\)|\.transpose\(\)"
)
_LAG = re.compile(r"([+-])(\d{1,3})(?![\w.])")
_SPACED_LAG = re.compile(r" ?- ?1(?![\w.])")
_METHOD = re.compile(r"\.(dot|matmul|mm|mv)(?= ?\()")


class Reader:
    """The tokens of one side of an equation, read against the names of a question."""

    def __init__(self, writing: Writing, vocabulary: Vocabulary) -> None:
        self.writing = writing
        self.vocabulary = vocabulary
        self.unknown: dict[str, int] = {}  # as written, with the first place

    def tokens(self) -> list[Token]:
        """All tokens and an end; raise LanguageError with all unknown names at once."""
        found = list(self._tokens())
        if self.unknown:
            raise self._unknown_names()
        return found

    def _tokens(self) -> Iterator[Token]:
        text, position = self.writing.text, 0
        while position < len(text):
            if text[position] == " ":
                position += 1
                continue
            token, position = self._next(position)
            if token is not None:
                yield token
        yield Token("end", "", self.writing.place(position))

    def _next(self, position: int) -> tuple[Token | None, int]:
        text, place = self.writing.text, self.writing.place(position)
        above = None if self.vocabulary.is_name("T") else _TRANSPOSE.match(text, position)
        if above:
            return Token("transpose", "T", place), above.end()
        method = _METHOD.match(text, position)
        if method:
            return Token("method", method[1], place), method.end()
        number = _NUMBER.match(text, position)
        if number:
            return self._number(number, place), number.end()
        run = _RUN.match(text, position)
        if run:
            return self._run(run)
        return self._sign(position)

    def _number(self, found: re.Match[str], place: int) -> Token:
        if len(found[0]) > 40 or float(found[0]) > 1e300:
            raise self.writing.error(found.start(), say("number-too-large"))
        return Token("number", found[0], place)

    def _sign(self, position: int) -> tuple[Token, int]:
        text, place = self.writing.text, self.writing.place(position)
        character = text[position]
        if text.startswith("**", position):
            return Token("operator", "^", place), position + 2
        kinds: dict[str, Kind] = {
            **dict.fromkeys("+-*/@·×⊙^", "operator"),
            **dict.fromkeys("([{", "open"),
            **dict.fromkeys(")]}", "close"),
            **dict.fromkeys(",;|", "comma"),
            _FRACTION: "fraction",
        }
        if character in kinds:
            return Token(kinds[character], character, place), position + 1
        if character == "=":
            message = say("equals-in-brackets")
        elif character == "\\":
            command = re.match(r"\\[A-Za-z]*", text[position:])
            message = say("command-unreadable", command=command[0] if command else character)
        else:
            shown = character if character.isprintable() else f"U+{ord(character):04X}"
            message = say("character-unreadable-here", character=shown)
        raise self.writing.error(position, message)

    # -- names --

    def _run(self, run: re.Match[str]) -> tuple[Token | None, int]:
        """A name, a function, several names side by side, or something unknown."""
        place = self.writing.place(run.start())
        written = re.sub(r" ", "", run[0])
        named = self._named_above(run)
        if named:
            return named
        if not self.vocabulary.is_name(written):
            function = _ALIASES.get(written.lower()) or _ALIASES.get(written)
            if function:
                return Token("function", function, place), run.end()
            if written == "e":
                return Token("e", "e", place), run.end()
        split = self._glued_function(run)
        if split is not None:
            run, written = split, split[0]
        found = self.vocabulary.find(written)
        after = _AFTER.match(self.writing.text, run.end())
        if found is None and after:
            # the step may belong to the last of several names: W_ix[t]
            step = next(value for value in after.groupdict().values() if value)
            found = self.vocabulary.find(f"{written}_{{{step}}}")
            if isinstance(found, tuple):
                return Token("symbol", written, place, found), after.end()
        if isinstance(found, Ambiguous):
            raise self.writing.error(
                run.start(),
                say("may-mean", written=written, readings=joined("or", found.readings)),
            )
        if found is None:
            self.unknown.setdefault(self._shown_name(written), run.start())
            return None, after.end() if after else run.end()
        return self._with_step(found, run, place)

    def _glued_function(self, run: re.Match[str]) -> re.Match[str] | None:
        """What stands before a σ that was written without a space: the v of `vσ(z)`."""
        if "σ" not in run[0][1:] or self.vocabulary.find(run[0]) is not None:
            return None
        start, end = run.start(), run.start() + run[0].index("σ", 1)
        return _RUN.fullmatch(self.writing.text, start, end)

    def _named_above(self, run: re.Match[str]) -> tuple[Token, int] | None:
        """`W^f` and `b^{(o)}`, where the question says W_f and b_o."""
        above = _NAMED_ABOVE.match(self.writing.text, run.end())
        if not above or self.vocabulary.is_name(run[0]):
            return None
        name = f"{run[0]}_{above[1] or above[2] or above[3]}"
        if not self.vocabulary.is_name(name):
            return None
        place = self.writing.place(run.start())
        return self._with_step((Spelled(name),), above, place)

    def _with_step(
        self, symbols: tuple[Spelled, ...], run: re.Match[str], place: int
    ) -> tuple[Token, int]:
        """The symbols with a step that stands behind them: `x[t]`, `x(t)`, `x^{(t)}`, `h_t-1`."""
        *others, last = symbols
        text, end = self.writing.text, run.end()
        after = _AFTER.match(text, end)
        if last.name not in self.vocabulary.stepped:
            if after and after["square"]:
                raise self.writing.error(end, say("same-at-every-step", name=last.name))
            return Token("symbol", run[0], place, symbols), end
        if last.step is None and after:
            step = next(value for value in after.groupdict().values() if value)
            last, end = Spelled(last.name, read_step(step)), after.end()
        elif last.step == Now() and run[0].endswith("t"):
            lag = _LAG.match(text, end)
            if lag:
                last, end = Spelled(last.name, Now(int(lag[1] + lag[2]))), lag.end()
            elif last.name == self.vocabulary.quantity.name:
                # the quantity itself has no place in its own equation, so this is no subtraction
                spaced = _SPACED_LAG.match(text, end)
                if spaced:
                    last, end = Spelled(last.name, Now(-1)), spaced.end()
        return Token("symbol", run[0], place, (*others, last)), end

    def _shown_name(self, run: str) -> str:
        """An unknown name as one would say it: without its step, if it may have one."""
        written = re.sub(r"[{}]", "", run)
        shown = re.sub(rf"(?<=\w)_(?:{STEP}|\({STEP}\)|prev|old)$", "", written)
        shown = written if self.vocabulary.is_name(shown) else shown
        return shown if len(shown) <= _LONGEST_NAME else f"{shown[:_LONGEST_NAME]}…"

    def _unknown_names(self) -> LanguageError:
        names = list(self.unknown)
        known = self.vocabulary.told
        if len(names) == 1:
            message = say("symbol-not-in-question", name=names[0], known=known)
        else:
            message = say("symbols-not-in-question", names=names[:-1], last=names[-1], known=known)
        return self.writing.error(self.unknown[names[0]], message)
