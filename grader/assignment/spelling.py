"""What an author wrote for something of the language, and how the language writes it."""

from __future__ import annotations

import re

from grader.words.sentences.complaints import spelling as sentences

_SIGNS = {
    "σ": sentences.write_sigmoid(),
    "·": sentences.write_a_product(),
    "×": sentences.write_a_product(),
    "⊙": sentences.write_entry_by_entry(),
    "∘": sentences.write_entry_by_entry(),
    "−": sentences.write_minus(),
    "–": sentences.write_minus(),
    "^": sentences.write_power(),
    "ₜ": sentences.write_step(),
    ";": sentences.write_comma(),
    "|": sentences.write_abs(),
}
_CURLY = re.compile("[“”„‟‘’‚«»]")
_TRUTHS = {"true": "true", "yes": "true", "on": "true", "wahr": "true",
           "false": "false", "no": "false", "off": "false", "falsch": "false"}  # fmt: skip


def remedy_for(text: str, otherwise: str) -> str:
    """What to write in place of an expression or equation that cannot be read."""
    if _CURLY.search(text):
        return sentences.write_straight_quotes()
    if any(sign in text for sign in "ₜ₀₁₂₋"):
        return sentences.write_in_plain_signs(_in_plain_signs(text))
    sign = next((remedy for sign, remedy in _SIGNS.items() if sign in text), "")
    return sign or _unclosed(text) or _run_together(text, otherwise) or otherwise


_SUBSCRIPTS = str.maketrans("₀₁₂₃₄₅₆₇₈₉ₜ₋₊", "0123456789t-+")
_PLAIN = {"σ": "sigmoid", "·": " @ ", "⊙": " * ", "∘": " * ", "−": "-", "–": "-"}


def _in_plain_signs(text: str) -> str:
    """An equation of a book in the signs of the language.

    >>> _in_plain_signs("hₜ = σ(W·xₜ + U·hₜ₋₁)")
    'h = sigmoid(W @ x[t] + U @ h[t-1])'
    """
    steps = re.sub(r"[₀-₉ₜ₋₊]+", lambda found: f"[{found[0].translate(_SUBSCRIPTS)}]", text)
    plain = "".join(_PLAIN.get(letter, letter) for letter in steps)
    return re.sub(r"^(\s*\w+)\[t\](\s*=)", r"\1\2", plain)


def _unclosed(text: str) -> str:
    if text.count("(") > text.count(")"):
        return sentences.close_round()
    return sentences.close_square() if text.count("[") > text.count("]") else ""


def _run_together(text: str, otherwise: str) -> str:
    """Two things side by side without a sign, or a single "=" between two sides."""
    comma = re.search(r"(?<![\w.\[])0,(\d+)", text)
    if comma:
        return sentences.write_a_point(f"0.{comma[1]}")
    times = re.search(r"(?<![\w.])(\d+)[xX](\d+)(?![\w.])", text)
    if times:
        return sentences.sign_between(times[1], times[2])
    glued = re.search(r"(?<![\w.])(\d+(?:\.\d+)?)([A-Za-z_]\w*)", text)
    if glued:
        return sentences.sign_between(glued[1], glued[2])
    called = re.search(r"\b([a-z]\w*)\(t\)", text)
    if called:
        return sentences.write_its_step(called[1])
    if re.search(r"[^<>=!]=[^=]", text) and otherwise.startswith("write a comparison"):
        return sentences.comparison_between()
    aside = re.search(r"\b([A-Za-z]\w*) ([A-Za-z]\w*)", text)
    if aside and aside[1].islower() and len(aside[1]) > 2:
        return sentences.brackets_round(aside[1], aside[2])
    return sentences.product_within(aside[0]) if aside else ""


def truth_meant(text: str) -> str:
    """The true or false that a word stands for; empty if it is none of these.

    >>> truth_meant("no"), truth_meant("flase"), truth_meant("False."), truth_meant("f")
    ('false', 'false', 'false', '')
    """
    from difflib import get_close_matches  # only a fault pays for it

    word = text.strip(" .!\"'").casefold()
    if word in _TRUTHS:
        return _TRUTHS[word]
    near = get_close_matches(word, ["true", "false"], n=1, cutoff=0.75)
    return near[0] if near and len(word) > 3 else ""


_LETTERS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss", "ø": "oe", "æ": "ae", "å": "aa",
                          "Ä": "Ae", "Ö": "Oe", "Ü": "Ue", "Ø": "Oe", "Æ": "Ae", "Å": "Aa"})  # fmt: skip


def in_ascii(name: str) -> str:
    """A name in the letters that every keyboard has.

    >>> in_ascii("größe"), in_ascii("c-h2"), in_ascii("é1")
    ('groesse', 'c_h2', 'e1')
    """
    import unicodedata  # only a fault pays for it

    plain = unicodedata.normalize("NFKD", name.translate(_LETTERS))
    letters = (letter for letter in plain if not unicodedata.combining(letter))
    return "".join(x if x.isascii() and x.isalnum() else "_" for x in letters)
