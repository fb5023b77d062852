"""Equations as plain text: h₂ = tanh(W·x₂)."""

from __future__ import annotations

from collections.abc import Sequence

from reference.language.functions import Function
from reference.readings.notations.letters import is_step
from reference.readings.notations.notation import Notation

_BELOW = str.maketrans("0123456789+-=()", "₀₁₂₃₄₅₆₇₈₉₊₋₌₍₎")
_ABOVE = str.maketrans("0123456789+-", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻")


def _text_symbol(base: str, below: Sequence[str]) -> str:
    words = [part for part in below if not is_step(part)]
    steps = [part for part in below if is_step(part)]
    named = "_".join(["candidate" if base.startswith("~") else base, *words])
    return named + "".join(step.replace("t", "ₜ").translate(_BELOW) for step in steps)


def _text_call(row: Function, arguments: Sequence[str]) -> str:
    if row.name == "step":
        at_zero = {"0": "> 0", "1": "≥ 0"}.get(arguments[1])
        if at_zero:
            return f"[{arguments[0]} {at_zero}]"
    return f"{row.text or row.name}({', '.join(arguments)})"


TEXT = Notation(
    name="text",
    symbol=_text_symbol,
    number=lambda text: text.replace("-", "−"),
    infix={"+": " + ", "-": " − ", "*": "·", "⊙": " ⊙ ", "@": "·", "/": " / "},
    negative="−",
    group=lambda inner: f"({inner})",
    fraction=None,
    power=lambda base, exponent: (
        base + exponent.translate(_ABOVE) if exponent.isdigit() else f"{base}^({exponent})"
    ),
    call=_text_call,
    stack=lambda parts: f"[{'; '.join(parts)}]",
    transpose=lambda inner: f"{inner}ᵀ",
    norm=lambda inner: f"‖{inner}‖",
    vector=lambda entries: f"[{', '.join(entries)}]",
    matrix=lambda rows: "[" + ", ".join(f"[{', '.join(row)}]" for row in rows) + "]",
    equals=" = ",
)
