"""A quantity in a sentence, such as `h_{t-1}`, in the notations of formulas."""

from __future__ import annotations

import re
from html import escape

from grader.handout.prose import Letter


def latex(letter: Letter) -> str:
    r"""A letter in LaTeX.

    >>> latex(Letter("h", "t-1")), latex(Letter("W", "out")), latex(Letter("C", tilde=True))
    ('h_{t-1}', 'W_{\\mathrm{out}}', '\\tilde{C}')
    """
    base = rf"\tilde{{{letter.base}}}" if letter.tilde else letter.base
    below = re.sub(r"[^\W\d]\w+", lambda match: rf"\mathrm{{{match[0]}}}", letter.below)
    return f"{base}_{{{below}}}" if below else base


def mathml(letter: Letter) -> str:
    """A letter in MathML, without the element `math` around it.

    >>> mathml(Letter("h", "t"))
    '<msub><mi>h</mi><mrow><mi>t</mi></mrow></msub>'
    """
    base = f"<mi>{escape(letter.base)}</mi>"
    if letter.tilde:
        base = f'<mover accent="true">{base}<mo>~</mo></mover>'
    return f"<msub>{base}<mrow>{_below(letter.below)}</mrow></msub>" if letter.below else base


def spoken(letter: Letter) -> str:
    """A letter in words.

    >>> spoken(Letter("h", "t-1")), spoken(Letter("W", "i,h")), spoken(Letter("C", tilde=True))
    ('h sub t minus 1', 'capital W sub i comma h', 'capital C tilde')
    """
    base = f"capital {letter.base}" if letter.base.isupper() else letter.base
    base += " tilde" if letter.tilde else ""
    below = letter.below.replace("-", " minus ").replace("+", " plus ").replace(",", " comma ")
    return f"{base} sub {below}" if below else base


def _below(below: str) -> str:
    parts = re.findall(r"\d+|[^\W\d]\w*|.", below)
    return "".join(
        f"<mn>{part}</mn>"
        if part.isdecimal()
        else f"<mi>{escape(part)}</mi>"
        if part[0].isalnum()
        else f"<mo>{escape(part).replace('-', '&#8722;')}</mo>"
        for part in parts
    )
