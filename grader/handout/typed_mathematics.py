r"""Mathematics as people type it, where there is plain text alone: `\frac{1}{2} W^\top h` as `1/2 Wᵀ h`.

Blanks stay where the author has them.  What needs no command of LaTeX stays as it was typed.
"""

from __future__ import annotations

import re
import unicodedata

from grader.handout.mathematics import (
    ACCENTS,
    BLANK,
    DOLLARS,
    NAMES,
    Fraction,
    Mathematics,
    Node,
    Over,
    Reader,
    Root,
    Row,
    Scripts,
    Sign,
)

# Signs that keyboards have, in place of those that books have.
_KEYS = {"−": "-", "⋅": "*", "∗": "*", "′": "'", "…": "...", "⋯": "...", "∼": "~", "∣": "|"}
_BETWEEN = "⋅∗×⊙∘≤≥≠≈∈→±∼≡∝≪≫⊗⊕←↦⇒⇔∉⊂∪∩"  # signs with a blank on either side
_OVER = {"∑": "sum", "∏": "product", "∫": "integral"}
_COMBINING = {"~": "\u0303", "^": "\u0302", "¯": "\u0304", "˙": "\u0307", "→": "\u20d7", "←": "\u20d6"}  # fmt: skip
_CHANGE = re.compile(r"[d∂]\w+(?:\{[^{}]*\})?")  # what one differentiates by
_SPLIT = re.compile(r"[-+=<>,;|≤≥→\s]")


def typed(formula: Mathematics) -> str:
    r"""The formula in plain letters.

    >>> typed(Mathematics(r"L = \sum_{t=1}^{3} \frac{1}{2} (y_t - d_t)^2"))
    'L = sum over t = 1..3 of 1/2 (y_t - d_t)^2'
    >>> typed(Mathematics(r"s^\top W h_j")), typed(Mathematics("h_{t-1} = tanh(W x_t)"))
    ('sᵀ W h_j', 'h_{t-1} = tanh(W x_t)')
    """
    if "\\" not in formula.typed:
        return formula.typed
    return _tidy(_plain(Reader(formula.as_tex, spaced=True).row("")))


def without_marks(text: str) -> str:
    """The text as a program's comment or a terminal shows it.

    >>> without_marks("Find $h_7$ for 5 $ now")
    'Find h_7 for 5 $ now'
    """
    return DOLLARS.sub(lambda match: typed(Mathematics(match[1])), text)


def _tidy(text: str) -> str:
    """With one blank where there are several, and none inside of brackets or behind a derivative's sign."""
    return re.sub(r"(?<=[(\[∂∇⟨⌊⌈]) | (?=[)\],;⟩⌋⌉])", "", " ".join(text.split()))


def _plain(node: Node) -> str:
    match node:
        case Sign("sign", text, _):
            said = _OVER.get(text, _KEYS.get(text, "ᵀ" if text == "⊤" else text))
            return f" {said} " if text in _BETWEEN and said != "ᵀ" else said
        case Sign(_, text, _):
            return text.replace("\\", " ")  # a line's end
        case Scripts(Sign("sign", "∑" | "∏" | "∫" as sign), below, above):
            return _over(_OVER[sign], below, above)
        case Scripts(base, below, above):
            return f"{_whole(base)}{_script('_', below)}{_script('^', above)}"
        case Fraction(above, below):
            return f"{_whole(above, term=True)}/{_whole(below)}"
        case Over("root", inner):
            return f"sqrt({_tidy(_plain(inner))})"
        case Root(index, inner):
            return f"{_whole(inner)}^(1/{_whole(index)})"
        case Over(accent, inner):
            return _accented(accent, _tidy(_plain(inner)))
        case Row(parts):
            return "".join(map(_in_row, (BLANK, *parts), parts, (*parts[1:], BLANK)))


def _over(name: str, below: Node | None, above: Node | None) -> str:
    """A sum and what it runs over, up to what is summed."""
    low, high = ("" if end is None else _tidy(_plain(end)) for end in (below, above))
    if name == "integral":
        return (
            f" {name} from {low} to {high} of "
            if low and high
            else f" {name} over {low or high} of "
        )
    low = re.sub(r"\s*=\s*", " = ", low)
    ends = f"..{high}" if low and high else f" to {high}" if high else ""
    return f" {name} {'over ' if low else ''}{low}{ends} of "


def _in_row(before: Node, one: Node, after: Node) -> str:
    """A piece beside its neighbours, parted from those that it would run into."""
    text = _plain(one)
    if isinstance(one, Sign) and one.text in _OVER:
        return f" {text} of "
    parted = isinstance(one, Fraction) or _is_name(one)
    return f"{' ' if parted and _begins(before) else ''}{text}{' ' if parted and _begins(after) else ''}"


def _is_name(node: Node) -> bool:
    base = node.base if isinstance(node, Scripts) else node
    return isinstance(base, Sign) and base.text in NAMES


def _begins(node: Node) -> bool:
    """Whether a piece is no sign and no blank, hence runs into a word beside it."""
    return not isinstance(node, Sign) or node.kind in ("letter", "number", "word")


def _script(sign: str, node: Node | None) -> str:
    if node is None:
        return ""
    text = _tidy(_plain(node))
    if sign == "^" and text in ("ᵀ", "'"):
        return text
    if len(text) < 2 or text.isalnum():
        return f"{sign}{text}"
    return f"_{{{text}}}" if sign == "_" else f"^({text})"


def _whole(node: Node, *, term: bool = False) -> str:
    """A piece that what stands beside it takes whole; a product over something is a `term`."""
    text = _tidy(_plain(node))
    inner = node.parts if isinstance(node, Row) else (node,)
    if isinstance(node, Fraction):
        return f"({text})"
    is_one = len(inner) < 2 or _CHANGE.fullmatch(text) or (term and not _SPLIT.search(text))
    return text if is_one else f"({text})"


def _accented(accent: str, text: str) -> str:
    if len(text) == 1:
        return unicodedata.normalize("NFC", text + _COMBINING[accent])
    name = next(name for name, sign in ACCENTS.items() if sign == accent)
    return f"{name}({text})"
