"""One number as people write it: `0,42`, `2/3`, `1e-3`, `−0.5`, `50%`, `1 000`, `$h = .42$`.

The text is made plain first (dashes, digits of other scripts, dollar signs, a name before
`=`), then tried against one pattern a kind of spelling.  A text that no pattern covers is no
number: nothing is evaluated, and nothing is dropped from the middle to make it fit.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from decimal import Decimal
from fractions import Fraction

from grader.outcome.finding import Unreadable
from grader.words.sentences import answers as answer_sentences
from grader.words.sentences import numbers as number_sentences
from grader.words.shown import shown, shown_text
from reference.records import dataclass, replace

LONGEST = 120  # characters of one number; the longest honest one has some twenty


@dataclass(frozen=True)
class Number:
    """A number that was read, and how finely it was written.

    `decimals` are the digits after the point (0.420 has 3, 12 has 0, 1e-3 has 3) and
    `significant` the figures from the first that is not 0.  Both are None for a fraction and
    for a computed number, which have no last place.
    """

    value: float
    decimals: int | None = None
    significant: int | None = None
    text: str | None = None
    remarks: tuple[str, ...] = ()


_SIGNS = str.maketrans({
    **dict.fromkeys("−‐‑‒–—﹣－", "-"), **dict.fromkeys("⁄∕／", "/"), **dict.fromkeys("×·⋅∗", "*"),
    "＋": "+", "．": ".", "，": ",", "٫": ".", "％": "%", "’": "'", "＝": "=",
})  # fmt: skip
# As editors put them in, in several languages; the one that is an apostrophe is "'" by then.
_QUOTES = (("“", "”"), ("„", "“"), ("„", "”"), ("”", "”"), ("‘", "'"), ("‚", "‘"), ("‚", "'"),
           ("«", "»"), ("»", "«"), ("‹", "›"), ("›", "‹"), ("「", "」"))  # fmt: skip
_SUPERSCRIPT = re.compile("[⁺⁻]?[⁰¹²³⁴⁵⁶⁷⁸⁹]+")
_LOWERED = str.maketrans("⁺⁻⁰¹²³⁴⁵⁶⁷⁸⁹", "+-0123456789")
_UNSIGNED = r"(?:\d+(?:\.\d*)?|\.\d+)"
_EITHER = (
    r"(?:\d+(?:[.,]\d*)?|[.,]\d+)"  # with a decimal point or comma, where nothing else is meant
)
_PLAIN = rf"([+-]?)\s*({_UNSIGNED})(?:[eE]([+-]?\d{{1,6}}))?"
_TEN_TO = r"10\s*(?:\^|\*\*)\s*[{(]?([+-]?\d{1,6})[)}]?"
_POWER = rf"([+-]?)\s*(?:({_EITHER})\s*[*xX]\s*)?{_TEN_TO}"
_FRACTION = rf"([+-]?)\s*\(?({_EITHER})\)?\s*[/÷]\s*\(?([+-]?)({_EITHER})\)?"
_FRACTION_CALL = rf"(?:fractions\.)?Fraction\(\s*([+-]?)({_EITHER})\s*,\s*([+-]?)({_EITHER})\s*\)"
_MIXED = r"([+-]?)\s*(\d+)\s+(\d+)\s*/\s*(\d+)"
_VULGAR = r"([+-]?)\s*(\d*)\s*([¼½¾⅐-⅞])"
_LATEX_FRACTION = r"([+-]?)\s*\\[dt]?frac\s*(?:\{([+-]?[\d.]+)\}|(\d))\s*(?:\{([+-]?[\d.]+)\}|(\d))"
# A space, an apostrophe or an underline between groups of three digits parts thousands.
_GROUPED = r"([+-]?[1-9]\d{0,2})((?:[ '_]\d{3})+)([.,]\d*)?"
_THOUSANDS_COMMA = r"([+-]?[1-9]\d{0,2})((?:,\d{3})+)(\.\d*)?"
_THOUSANDS_POINT = r"([+-]?[1-9]\d{0,2})((?:\.\d{3})+)(,\d*)?"
_GROUPED_POWER = rf"([+-]?[1-9]\d{{0,2}})((?:[ '_.,]\d{{3}})+)([.,]\d*)?\s*[*xX]\s*{_TEN_TO}"
_NAME = r"\\?[^\W\d][\w\\{}^'’]*(?:\s?[\[({][\w\s+\-]*[\])}])?"
_COUNTS = r"(?!\s*\d+\s*:)"  # "t=1: 0.3" names a place, and no number 1
_ABOUT = r"=|≈|≃|~|\\approx|(?:about|approximately|approx\.?|ca\.?|circa|rund|etwa)(?=\s)"
_LEADING = rf"(?:{_NAME}\s*(?::=|<-|←|:|{_ABOUT}){_COUNTS}|{_ABOUT}|\[1\](?=\s+[+-]?[\d.,]))\s*"
# What entropies are told in; the logarithm in question makes the number, not the word behind it.
_MEASURED = r"(.*\d)\s*(?:nats?|bits?)(?:\s*(?:/|per|je|pro)\s*[^\W\d]+)?\.?"
# What Python, R and LaTeX put around a number, and what they say of it behind.
_MODULES = r"(?:np|numpy|torch|jnp|jax\.numpy|tf)\."
_MAKERS = (
    r"(?:as)?array|Array|tensor|Tensor|matrix|Matrix|constant|float(?:16|32|64)?|double|list|tuple"
)
_CALL = rf"(?:{_MODULES})?(?:{_MAKERS})\((.*)\)|\\num\{{(.*)\}}"
_BESIDES = r"(?:,\s*(?:dtype|device|grad_fn|requires_grad|weak_type)\s*=\s*(?:<[^<>]*>|'[^']*'|[\w.:]+)\s*)+"


def read_spelling(text: str, wanted: str) -> Number | Unreadable:
    """The number a text stands for; `wanted` is what a message says was expected.

    >>> read_spelling("0,420", "a number").value, read_spelling("2/3", "a number").decimals
    (0.42, None)
    """
    if len(text) > LONGEST:
        return Unreadable("number.text", answer_sentences.too_long(wanted, len(text)))
    plain = plain_text(text)
    for pattern, reader in _READERS:
        if match := re.fullmatch(pattern, plain):
            return _told(reader(match), text, wanted)
    if (
        plain[-1:] in (".", ";") and plain[-2:-1].isdigit()
    ):  # a sentence ends, and no point is meant
        ended = read_spelling(plain[:-1], wanted)
        if isinstance(ended, Number):
            return replace(ended, text=text)
    if measured := re.fullmatch(_MEASURED, plain):  # a unit that no number is changed by
        bare = read_spelling(measured[1], wanted)
        if isinstance(bare, Number):
            return replace(bare, text=text)
    return _refused(plain, text, wanted)


def plain_text(text: str) -> str:
    r"""A typed text without its dress: dashes are "-", digits are ASCII, no "$", no "h =".

    >>> plain_text("$h_2 \\approx −０.５$")
    '-0.5'
    """
    text = lowered(text)
    characters = (
        character if (digit := unicodedata.decimal(character, None)) is None else str(digit)
        for character in text.translate(_SIGNS)
    )
    plain = " ".join("".join(characters).split())
    plain = plain.replace("{,}", ",").replace("\\,", " ").replace("\\%", "%")
    plain = plain.replace("\\cdot", "*").replace("\\times", "*")
    plain = undressed(plain)
    if match := re.match(_LEADING, plain):
        plain = undressed(plain[match.end() :])
    return called(plain)


def called(plain: str) -> str:
    """What stands inside the call of a program, as in `np.float64(0.5)`.

    >>> called("tensor(-0.188, dtype=torch.float64)")
    '-0.188'
    """
    match = re.fullmatch(_CALL, plain, re.DOTALL)
    if match is None:
        return plain
    return undressed(re.sub(rf"{_BESIDES}$", "", match[1] or match[2] or ""))


def lowered(text: str) -> str:
    """A text with its superscripts as powers.

    >>> lowered("12² + 10⁻³")
    '12^2 + 10^-3'
    """
    return _SUPERSCRIPT.sub(lambda match: "^" + match[0].translate(_LOWERED), text)


def undressed(text: str) -> str:
    """A text without dollar signs, back-ticks or quotes around it."""
    text = text.strip()
    for opening, closing in (
        ("$$", "$$"),
        ("$", "$"),
        ("\\(", "\\)"),
        ("\\[", "\\]"),
        ("``", "``"),
        ("`", "`"),
        ("´", "´"),
        ('"', '"'),
        ("'", "'"),
        *_QUOTES,
    ):
        if text.startswith(opening) and text.endswith(closing) and len(text) > 2 * len(opening):
            text = text[len(opening) : -len(closing)].strip()
    return text


def unbracketed(plain: str) -> str:
    """A text without the brackets around one number.

    >>> unbracketed("((0.5))"), unbracketed("(2)/(3)"), unbracketed("[1, 2]")
    ('0.5', '(2)/(3)', '[1, 2]')
    """
    while re.fullmatch(r"\[[^\[\],;]+\]|\([^(),;]+\)|\{[^{},;]+\}|\[\[.*\]\]|\(\(.*\)\)", plain):
        if re.search(r"[,;]|[)\]}]\s*[^)\]}\s]", plain):
            break
        plain = plain[1:-1].strip()
    return plain


@dataclass(frozen=True)
class _Read:
    """What one pattern makes of a text: the exact number, its last place, and a remark."""

    exact: Fraction | None  # None: divided by zero
    mantissa: str = ""  # the digits as typed, where they say how finely
    places: int | None = None
    remark: Callable[[str, str], str] | None = None


def _plain(match: re.Match[str]) -> _Read:
    return _decimal(match[1], match[2], match[3] or "0")


def _power(match: re.Match[str]) -> _Read:
    return _decimal(match[1], match[2] or "1", match[3])


def _grouped_power(match: re.Match[str]) -> _Read:
    read = _grouped(match)
    if read.exact is None:
        return read
    power = int(match[4])
    if abs(power) > 400:
        return _decimal(match[1][:1] if match[1][0] in "+-" else "", read.mantissa, match[4])
    places = max((read.places or 0) - power, 0)
    return _Read(read.exact * Fraction(10) ** power, read.mantissa, places, read.remark)


def _decimal(sign: str, digits: str, exponent: str) -> _Read:
    digits = digits.replace(",", ".")
    places = len(digits.partition(".")[2])
    power = int(exponent)
    if abs(power) > 400:  # beyond every float: say "infinite" or 0 without building the digits
        huge = Fraction(10) ** 400 if power > 0 and digits.strip("0.") else Fraction(0)
        return _Read(-huge if sign == "-" else huge, digits, max(places - power, 0))
    return _Read(
        Fraction(Decimal(sign + digits)) * Fraction(10) ** power, digits, max(places - power, 0)
    )


def _fraction(match: re.Match[str]) -> _Read:
    above, below = (Fraction(Decimal(match[k].replace(",", "."))) for k in (2, 4))
    if not below:
        return _Read(None)
    return _Read(-above / below if (match[1] == "-") != (match[3] == "-") else above / below)


def _latex_fraction(match: re.Match[str]) -> _Read:
    inner = re.fullmatch(_FRACTION, f"{match[2] or match[3]}/{match[4] or match[5]}")
    if inner is None:
        return _Read(None)
    read = _fraction(inner)
    return _Read(-read.exact) if match[1] == "-" and read.exact is not None else read


def _mixed(match: re.Match[str]) -> _Read:
    if not int(match[4]):
        return _Read(None)
    size = int(match[2]) + Fraction(int(match[3]), int(match[4]))
    return _Read(-size if match[1] == "-" else size)


def _vulgar(match: re.Match[str]) -> _Read:
    part = Fraction(unicodedata.numeric(match[3])).limit_denominator(10)
    size = int(match[2] or "0") + part
    return _Read(-size if match[1] == "-" else size)


def _percent(match: re.Match[str]) -> _Read:
    read = _decimal(match[1], match[2].replace(",", "."), "-2")
    return _Read(read.exact, read.mantissa, read.places, number_sentences.read_as)


def _comma(match: re.Match[str]) -> _Read:
    read = _decimal(match[1], f"{match[2]}.{match[3]}", match[4] or "0")
    # Between 1,000 and 1.000 we hold to the decimal comma, and say so.
    could_be_thousands = len(match[3]) == 3 and 0 < len(match[2].lstrip("0")) <= 3
    remark = number_sentences.comma_read if could_be_thousands else None
    return _Read(read.exact, read.mantissa, read.places, remark)


def _grouped(match: re.Match[str]) -> _Read:
    head, groups, tail = match[1], re.sub(r"\D", "", match[2]), (match[3] or "").replace(",", ".")
    sign, digits = ("-", head[1:]) if head[0] == "-" else ("", head.lstrip("+"))
    read = _decimal(sign, digits + groups + tail, "0")
    return _Read(read.exact, read.mantissa, read.places, number_sentences.thousands_read)


# Texts and not compiled patterns: most submissions need the first of them only.
_READERS: tuple[tuple[str, Callable[[re.Match[str]], _Read]], ...] = (
    (_PLAIN, _plain),
    (r"([+-]?)\s*(\d*),(\d+)(?:[eE]([+-]?\d{1,6}))?", _comma),
    (_POWER, _power),
    (_FRACTION, _fraction),
    (_FRACTION_CALL, _fraction),
    (_LATEX_FRACTION, _latex_fraction),
    (_MIXED, _mixed),
    (_VULGAR, _vulgar),
    (r"([+-]?)\s*(\d+(?:[.,]\d*)?|[.,]\d+)\s*(?:%|percent|per cent|Prozent)", _percent),
    (_GROUPED, _grouped),
    (_THOUSANDS_COMMA, _grouped),
    (_THOUSANDS_POINT, _grouped),
    (_GROUPED_POWER, _grouped_power),
)  # fmt: skip


def _told(read: _Read, text: str, wanted: str) -> Number | Unreadable:
    typed = shown_text(text.strip())
    if read.exact is None:
        return Unreadable("number.divided-by-zero", number_sentences.number_divided_by_zero(typed))
    try:
        value = float(read.exact)
    except OverflowError:
        return Unreadable("number.infinite", number_sentences.number_infinite(wanted, typed))
    remarks = (
        (read.remark(typed, shown(int(value) if value.is_integer() else value)),)
        if read.remark
        else ()
    )
    return Number(value, read.places, _significant(read), text, remarks)


def _significant(read: _Read) -> int | None:
    if read.places is None:
        return None
    digits = read.mantissa.replace(".", "")
    return len(digits.lstrip("0")) or len(digits)


def _refused(plain: str, text: str, wanted: str) -> Unreadable:
    typed = shown_text(text.strip())
    word = plain.lower().lstrip("+-").strip()
    if word in {"nan", ".nan"}:
        return Unreadable("number.not-a-number", number_sentences.number_not_a_number(wanted))
    if word in {"inf", "infinity", "∞", "oo", ".inf", "\\infty"}:
        return Unreadable("number.infinite", number_sentences.number_infinite(wanted, typed))
    if word in {"true", "false"}:
        return Unreadable("number.boolean", number_sentences.number_boolean(wanted, typed))
    if not word:
        return Unreadable("number.empty", number_sentences.number_empty(wanted))
    if re.fullmatch(r"[+-]?\d+(?:,\d+){2,}", plain):
        return Unreadable("number.ambiguous", number_sentences.numbers_ambiguous(typed, wanted))
    nearest = _nearest(plain)
    return Unreadable("number.text", number_sentences.number_text(wanted, typed, nearest))


# Words for a number, and other signs for the same; each is tried in turn.
_MEANT = (
    (r"([+-]?)[oO]([.,]\d+)", r"\g<1>0\2"),
    (r"([+-]?\d*)\.\.(\d+)", r"\1.\2"),
    (r"(?i)(?:zero|null|none|nothing)", "0"),
    (r"(?i)(.*\d)d([+-]?\d+)", r"\1e\2"),
    (r"(\d+)\s*:\s*(\d+)", r"\1/\2"),
    (r"(.*\d)\s*[*xX]\s*1[eE]([+-]?\d+)", r"\1e\2"),
    (r"([^=≈~]*\d)\s*[=≈~].*", r"\1"),
    (r"(?:\\?frac|div)\(\s*([^,]+),\s*([^,]+)\)|([^/]*\d)\s*//\s*(\d[\d.]*)\b.*", r"\1\3/\2\4"),
    (r"(.*\d),", r"\1"),
    (r"([^()=≈~]*\d)\s*\(.*\)", r"\1"),
)
_TOKEN = re.compile(rf"(?<![\w.,])[+-]?{_EITHER}(?:[eE][+-]?\d+|\s*/\s*{_EITHER})?(?![\d.,])")


# Words that make another number of the one behind them, or none.
CHANGED = re.compile(
    r"\b(?:minus|neg(?:ative)?|not|non?|nicht|sqrt|root|exp|log|ln|sin|cos|tanh?|sigmoid|sigma|σ|relu|softmax"
    r"|max|min|abs|half|twice|times)\b",
    re.IGNORECASE,
)


def _nearest(plain: str) -> str:
    """The form that works and comes nearest to a text that does not; empty where there is none."""
    for pattern, form in _MEANT:
        if match := re.fullmatch(pattern, plain):
            meant = match.expand(form).strip()
            if not _others(plain, meant) and any(
                re.fullmatch(known, meant) for known, _ in _READERS
            ):
                return meant
    numbers = [match[0].rstrip(",") for match in _TOKEN.finditer(plain)]
    several = len(re.findall(r"\d[\d.,]*(?:e[+-]?\d+)?", plain, re.IGNORECASE)) > 1
    changed = CHANGED.search(plain) or re.search(
        r"[*/^+:]|\w\(|\b(?:pi|percent|per|than|alpha|beta|gamma|lambda)\b", plain
    )
    return numbers[0] if len(numbers) == 1 and not changed and not several else ""


def _others(plain: str, meant: str) -> bool:
    """Whether another number stands behind the one that is meant: of two, none is proposed."""
    if not plain.startswith(meant) or not re.match(r"\s*[=≈~(]", plain[len(meant) :]):
        return False
    one = read_spelling(meant, "")
    others = [
        read_spelling(match[0].rstrip(","), "") for match in _TOKEN.finditer(plain[len(meant) :])
    ]
    return isinstance(one, Number) and any(
        isinstance(other, Number) and abs(other.value - one.value) > abs(one.value) / 100
        for other in others
    )
