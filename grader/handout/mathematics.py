r"""Mathematics that an author marks in a sentence: `$h_{t-1} = \sigma(W x_t)$`.

A small part of LaTeX, read into a tree and written down again in every format.  What it does not know
stands as it was typed, upright: a sheet is never refused for a formula.
"""

from __future__ import annotations

import re
from html import escape

from reference.records import dataclass

_GREEK = {
    "alpha": "α", "beta": "β", "gamma": "γ", "delta": "δ", "epsilon": "ε", "varepsilon": "ε",
    "eta": "η", "theta": "θ", "lambda": "λ", "mu": "μ", "pi": "π", "phi": "φ", "varphi": "φ",
    "psi": "ψ", "rho": "ρ", "sigma": "σ", "tau": "τ", "omega": "ω", "Delta": "Δ", "Sigma": "Σ",
    "Theta": "Θ", "Phi": "Φ", "zeta": "ζ", "iota": "ι", "kappa": "κ", "nu": "ν", "xi": "ξ", "chi": "χ",
    "upsilon": "υ", "Gamma": "Γ", "Lambda": "Λ", "Xi": "Ξ", "Pi": "Π", "Psi": "Ψ", "Omega": "Ω", "ell": "ℓ",
}  # fmt: skip
# By command: the sign, and what one says.
_SIGNS = {
    "cdot": ("⋅", "times"), "times": ("×", "times"), "odot": ("⊙", "element-wise times"),
    "circ": ("∘", "element-wise times"), "le": ("≤", "is at most"), "leq": ("≤", "is at most"),
    "ge": ("≥", "is at least"), "geq": ("≥", "is at least"), "ne": ("≠", "does not equal"),
    "neq": ("≠", "does not equal"), "approx": ("≈", "is about"), "in": ("∈", "in"),
    "to": ("→", "to"), "rightarrow": ("→", "to"), "infty": ("∞", "infinity"), "pm": ("±", "plus or minus"),
    "partial": ("∂", "partial"), "ldots": ("…", "and so on"), "dots": ("…", "and so on"),
    "top": ("⊤", "transposed"), "sum": ("∑", "the sum"), "prod": ("∏", "the product"), "mid": ("|", "given"),
    "cdots": ("⋯", "and so on"), "vdots": ("⋮", "and so on"), "ddots": ("⋱", "and so on"), "|": ("‖", "double bar"),
    "Vert": ("‖", "double bar"), "lVert": ("‖", "double bar"), "rVert": ("‖", "double bar"),
    "vert": ("|", "bar"), "lvert": ("|", "bar"), "rvert": ("|", "bar"), "langle": ("⟨", "open angle"),
    "rangle": ("⟩", "close angle"), "lfloor": ("⌊", "open floor"), "rfloor": ("⌋", "close floor"),
    "lceil": ("⌈", "open ceiling"), "rceil": ("⌉", "close ceiling"), "nabla": ("∇", "the gradient"),
    "forall": ("∀", "for all"), "exists": ("∃", "there is"), "sim": ("∼", "is distributed as"), "equiv": ("≡", "is"),
    "propto": ("∝", "is proportional to"), "ll": ("≪", "much less than"), "gg": ("≫", "much greater than"),
    "lt": ("<", "is less than"), "gt": (">", "is greater than"), "ast": ("∗", "star"), "star": ("⋆", "star"),
    "otimes": ("⊗", "outer product"), "oplus": ("⊕", "plus"), "leftarrow": ("←", "from"), "gets": ("←", "from"),
    "mapsto": ("↦", "maps to"), "Rightarrow": ("⇒", "implies"), "implies": ("⇒", "implies"),
    "iff": ("⇔", "if and only if"), "prime": ("′", "prime"), "int": ("∫", "the integral"), "notin": ("∉", "not in"),
    "subset": ("⊂", "within"), "cup": ("∪", "union"), "cap": ("∩", "intersection"), "emptyset": ("∅", "nothing"),
    "colon": (":", "colon"), "lbrace": ("{", "open brace"), "rbrace": ("}", "close brace"),
}  # fmt: skip
_PLAIN = {
    "+": ("+", "plus"), "-": ("−", "minus"), "*": ("⋅", "times"), "=": ("=", "equals"),
    "<": ("<", "is less than"), ">": (">", "is greater than"), "/": ("/", "over"), "(": ("(", "open paren"),
    ")": (")", "close paren"), "[": ("[", "open bracket"), "]": ("]", "close bracket"), ",": (",", "comma"),
    "|": ("|", "bar"), "−": ("−", "minus"), ";": (";", "semicolon"), ":": (":", "colon"), "'": ("′", "prime"),
    ".": (".", "point"), "!": ("!", "factorial"),
}  # fmt: skip
# Functions, also where they are typed without a backslash: nobody means the product of t, a, n and h.
NAMES = (
    "tanh", "sinh", "cosh", "sin", "cos", "exp", "log", "ln", "max", "min", "argmax", "softmax", "sigmoid",
    "ReLU", "relu", "diag", "det", "sign", "norm", "sum", "mean", "abs", "softplus", "concat", "outer", "tr", "var",
)  # fmt: skip
_BARE = rf"(?<![A-Za-z\\])(?:{'|'.join(NAMES)})(?![A-Za-z])"
_TOKEN = re.compile(rf"\\([A-Za-z]+|.)|(\d+(?:\.\d+)?)|({_BARE}|[A-Za-z])|(\s+)|(.)", re.DOTALL)
_COMMANDS = frozenset(
    ["tanh", "sinh", "cosh", "sin", "cos", "exp", "log", "ln", "max", "min", "det"]
)  # of LaTeX
_WORDS = (
    "lim",
    "sup",
    "inf",
    "arg",
    "dim",
    "ker",
    "tan",
    "Pr",
    "gcd",
    "deg",
)  # these only with a backslash
ACCENTS = {
    "tilde": "~",
    "widetilde": "~",
    "hat": "^",
    "widehat": "^",
    "bar": "¯",
    "overline": "¯",
    "dot": "˙",
    "vec": "→",
    "overrightarrow": "→",
    "overleftarrow": "←",
}
_UPRIGHT = (
    "mathrm", "text", "operatorname", "mathbf", "mathit", "mathbb", "mathcal", "mathsf", "boldsymbol", "bm", "textbf",
    "textit", "textrm",
)  # fmt: skip
_SPACES = (
    "left", "right", ",", ";", "!", ":", " ", "quad", "qquad", "big", "Big", "bigl", "bigr", "Bigl", "Bigr", "bigg",
    "Bigg", "limits", "displaystyle", "textstyle", "middle",
)  # fmt: skip
_BLANKS = (",", ";", ":", " ", "quad", "qquad")
_ESCAPED = frozenset("{}%$#&_\\")


@dataclass(frozen=True)
class Sign:
    """One piece: a letter, a number, a sign or an upright word; `said` is what one says."""

    kind: str
    text: str
    said: str


@dataclass(frozen=True)
class Scripts:
    """Something with what stands below and above it."""

    base: Node
    below: Node | None = None
    above: Node | None = None


@dataclass(frozen=True)
class Fraction:
    """One over another."""

    above: Node
    below: Node


@dataclass(frozen=True)
class Over:
    """Something under an accent, or under a root."""

    accent: str
    inner: Node


@dataclass(frozen=True)
class Root:
    """A root that is no square root."""

    index: Node
    inner: Node


@dataclass(frozen=True)
class Row:
    """Pieces beside one another."""

    parts: tuple[Node, ...]


BLANK = Sign("blank", " ", "")
Node = Sign | Scripts | Fraction | Over | Root | Row


@dataclass(frozen=True)
class Mathematics:
    """A formula in a sentence, as it was typed between its dollars."""

    typed: str

    @property
    def tree(self) -> Node:
        """What was typed, read."""
        return Reader(self.as_tex).row("")

    @property
    def as_tex(self) -> str:
        """What was typed, with the power signs of the language as those of TeX."""
        return re.sub(r"\s*\*\*\s*(?:\(([^()]*)\)|(-?[\w.]+))", r"^{\1\2}", self.typed)


class Reader:
    """One walk over what was typed; with `spaced`, blanks are pieces of their own."""

    def __init__(self, text: str, *, spaced: bool = False) -> None:
        self.text = text
        self.spaced = spaced
        self.tokens = [m for m in _TOKEN.finditer(text) if m[4] is None or spaced]
        self.place = 0

    def row(self, end: str) -> Row:
        """All pieces up to what ends them."""
        parts: list[Node] = []
        while self.place < len(self.tokens):
            token = self.tokens[self.place]
            if token[0] == end:
                self.place += 1
                break
            while token[0] in ("_", "^") and parts and parts[-1] == BLANK:
                parts.pop()
            if token[0] in ("_", "^") and parts:
                self.place += 1
                parts[-1] = self.scripts(parts[-1], token[0])
            else:
                parts.append(self.one(inside=True))
        return Row(tuple(parts))

    def skip(self) -> bool:
        """Go on behind blanks; whether there were any."""
        begins = self.place
        while self.place < len(self.tokens) and self.tokens[self.place][4]:
            self.place += 1
        return self.place > begins

    def one(self, *, inside: bool = False) -> Node:
        """The next piece: a group in braces is one."""
        if self.skip() and inside:
            return BLANK
        if self.place == len(self.tokens):
            return Row(())
        token = self.tokens[self.place]
        self.place += 1
        if token[0] == "{":
            return self.row("}")
        if token[1]:
            return self.command(token[1])
        if token[2]:
            return Sign("number", token[2], token[2])
        if token[3] in NAMES:
            return Sign("word", token[3], token[3])
        if token[3]:
            said = f"capital {token[3]}" if token[3].isupper() else token[3]
            return Sign("letter", token[3], said)
        text, said = _PLAIN.get(token[0], (token[0], token[0]))
        return Sign("sign" if token[0] in _PLAIN else "word", text, said)

    def command(self, name: str) -> Node:
        """What a word with a backslash stands for, with its arguments."""
        if name == "frac":
            return Fraction(self.one(), self.one())
        if name == "sqrt":
            self.skip()
            if self.place < len(self.tokens) and self.tokens[self.place][0] == "[":
                self.place += 1
                return Root(self.row("]"), self.one())
            return Over("root", self.one())
        if name in ACCENTS:
            return Over(ACCENTS[name], self.one())
        if name in _UPRIGHT:
            return self.words()
        if name in _SPACES:
            return BLANK if self.spaced and name in _BLANKS else Row(())
        if name in _GREEK:
            return Sign("letter", _GREEK[name], name)
        if name in _SIGNS:
            return Sign("sign", *_SIGNS[name])
        return Sign("word", name, name)

    def words(self) -> Node:
        """What stands upright, with the spaces in it."""
        self.skip()
        if self.place < len(self.tokens) and self.tokens[self.place][0] == "{":
            begins = self.tokens[self.place].end()
            ends = self.text.find("}", begins)
            inside = self.text[begins:ends]
            if ends >= 0 and not re.search(r"[\\{_^]", inside):
                while self.tokens[self.place][0] != "}":
                    self.place += 1
                self.place += 1
                return Sign("word", inside, inside.strip())
        return _upright(self.one())

    def scripts(self, base: Node, which: str) -> Node:
        """A piece with what comes next below or above it."""
        found = self.one()
        before = base if isinstance(base, Scripts) else Scripts(base)
        if which == "_":
            return Scripts(before.base, found, before.above)
        return Scripts(before.base, before.below, found)


def _upright(inner: Node) -> Node:
    """Letters beside one another as a word."""
    if isinstance(inner, Row):
        text = "".join(part.text for part in inner.parts if isinstance(part, Sign))
        return Sign("word", text, text)
    return inner


def _is_empty(node: Node) -> bool:
    return isinstance(node, Row) and not node.parts


# -- written down -------------------------------------------------------------------------------


def latex(formula: Mathematics) -> str:
    """The formula as it was typed, its functions upright; its reader knows LaTeX."""
    text = formula.as_tex

    def upright(found: re.Match[str]) -> str:
        if _IN_WORDS.search(text, 0, found.start()):
            return found[0]
        return f"\\{found[0]}" if found[0] in _COMMANDS else f"\\operatorname{{{found[0]}}}"

    return _BELOW.sub(r"\1{\2}", re.sub(_BARE, upright, text))


# What is read as one piece below or above, and TeX would part.
_BELOW = re.compile(r"(?<!\\)([_^])\s*(\d[\d.]*\d|\\operatorname\{\w+\})")
_IN_WORDS = re.compile(rf"\\(?:{'|'.join(_UPRIGHT)})\s*\{{[^{{}}]*\Z")


def typst(formula: Mathematics) -> str:
    """The formula in Typst."""
    return _typst(formula.tree)


def _typst(node: Node) -> str:
    match node:
        case Sign("word", text, _):
            quoted = text.replace("\\", "\\\\").replace('"', '\\"')
            return f'op("{quoted}")' if text in NAMES else f'"{quoted}"'
        case Sign(_, text, _):
            return f"\\{text}" if text in "()[],;/|'.:!#$&_^" else text
        case Scripts(base, below, above):
            low = f"_({_typst(below)})" if below is not None else ""
            high = f"^({_typst(above)})" if above is not None else ""
            return f"{_typst(base)}{low}{high}"
        case Fraction(above, below):
            return f"frac({_typst(above)}, {_typst(below)})"
        case Over("root", inner):
            return f"sqrt({_typst(inner)})"
        case Root(index, inner):
            return f"root({_typst(index)}, {_typst(inner)})"
        case Over(accent, inner):
            return f'accent({_typst(inner)}, "{accent}")'
        case Row(parts):
            return " ".join(_typst(part) for part in parts if not _is_empty(part))


def mathml(formula: Mathematics) -> str:
    """The formula in MathML, without the element `math` around it."""
    return _mathml(formula.tree)


def _mathml(node: Node) -> str:
    match node:
        case Sign("number", text, _):
            return f"<mn>{text}</mn>"
        case Sign("sign", text, _):
            return f"<mo>{escape(text)}</mo>"
        case Sign(_, text, _):
            return f"<mi>{escape(text)}</mi>"
        case Scripts(base, below, above):
            parts = [base, *(part for part in (below, above) if part is not None)]
            tag = (
                "msubsup"
                if below is not None and above is not None
                else "msub"
                if above is None
                else "msup"
            )
            return f"<{tag}>{''.join(f'<mrow>{_mathml(part)}</mrow>' for part in parts)}</{tag}>"
        case Fraction(above, below):
            return f"<mfrac><mrow>{_mathml(above)}</mrow><mrow>{_mathml(below)}</mrow></mfrac>"
        case Over("root", inner):
            return f"<msqrt>{_mathml(inner)}</msqrt>"
        case Root(index, inner):
            return f"<mroot><mrow>{_mathml(inner)}</mrow><mrow>{_mathml(index)}</mrow></mroot>"
        case Over(accent, inner):
            return f'<mover accent="true"><mrow>{_mathml(inner)}</mrow><mo>{accent}</mo></mover>'
        case Row(parts):
            return "".join(map(_in_row, (None, *parts), parts, (*parts[1:], None)))


_CLOSING = ")]|‖⟩⌋⌉!′∞⊤…⋯⋮⋱"  # signs before which a value is complete
_THIN = '<mspace width="0.17em"/>'


def _in_row(before: Node | None, one: Node, after: Node | None) -> str:
    """A piece beside its neighbours: the name of a function has its space and its sign of application."""
    base = one.base if isinstance(one, Scripts) else one
    if not isinstance(base, Sign):
        return _mathml(one)
    if one is base and base.text in "+−" and before is not None and not _is_value(before):
        return f'<mo form="prefix">{base.text}</mo>'  # of one number: without the space between two
    is_name = base.text in NAMES
    opens = isinstance(after, Sign) and after.text == "("
    applied = "<mo>&#8289;</mo>" if opens and (is_name or base.text in "σφ") else ""
    space = _THIN if is_name and _is_value(before) else ""
    is_sign = isinstance(after, Sign) and after.kind == "sign"
    behind = _THIN if is_name and not is_sign and _is_value(after) else ""
    return f"{space}{_mathml(one)}{applied}{behind}"


def _is_value(node: Node | None) -> bool:
    """Whether a piece is something that is multiplied, and no sign between others."""
    if node is None or _is_empty(node):
        return False
    return not isinstance(node, Sign) or node.kind != "sign" or node.text in _CLOSING


def spoken(formula: Mathematics) -> str:
    """The formula in words."""
    return _spoken(formula.tree)


def _spoken(node: Node) -> str:
    match node:
        case Sign(_, _, said):
            return said
        case Scripts(base, below, above):
            low = f" sub {_spoken(below)}" if below is not None else ""
            high = f" to the {_spoken(above)}" if above is not None else ""
            return f"{_spoken(base)}{low}{high}"
        case Fraction(above, below):
            return f"the fraction {_spoken(above)} over {_spoken(below)}, end fraction"
        case Over("root", inner):
            return f"the square root of {_spoken(inner)}, end root"
        case Root(index, inner):
            return f"the root of order {_spoken(index)} of {_spoken(inner)}, end root"
        case Over(accent, inner):
            name = next(name for name, sign in ACCENTS.items() if sign == accent)
            return f"{_spoken(inner)} {name}"
        case Row(parts):
            return " ".join(_spoken(part) for part in parts if not _is_empty(part))


def unknown_commands(text: str) -> list[str]:
    r"""The words with a backslash in the mathematics of a text that would stand there as words.

    >>> unknown_commands(r"Is $\lVert U \rVert \lesssim 1$?")
    ['lesssim']
    """
    typed = [part.typed for part in marked(text) if isinstance(part, Mathematics)]
    found = [token[1] for part in typed for token in _TOKEN.finditer(part) if token[1]]
    return list(dict.fromkeys(name for name in found if name not in KNOWN_COMMANDS))


KNOWN_COMMANDS = (
    "frac", "sqrt", *_GREEK, *_SIGNS, *ACCENTS, *NAMES, *_UPRIGHT, *_SPACES, *_WORDS, *_ESCAPED,
)  # fmt: skip


DOLLARS = re.compile(r"(?<![\\$\w])\$(?=\S)([^$\n]*?[^$\s\\])\$(?![\w$])")


def marked(text: str) -> list[str | Mathematics]:
    r"""A text and the mathematics in it, in turn; a lone dollar stays text.

    >>> marked("Find $h_7$ for 5 $ now")
    ['Find ', Mathematics(typed='h_7'), ' for 5 $ now']
    """
    parts = DOLLARS.split(text)
    return [Mathematics(part) if place % 2 else part for place, part in enumerate(parts) if part]
