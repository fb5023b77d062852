r"""Braces that belong to a command of TeX: `\frac{1}{T}` names no given number."""

from __future__ import annotations

import re

_COMMAND = re.compile(r"\\[A-Za-z]+\s*(?:\[[^\[\]]*\])?(?:\{[^{}]*\})*\Z")


def of_a_command(braces: re.Match[str]) -> bool:
    r"""Whether these braces are the argument of a command; those inside of such an argument are not.

    >>> [
    ...     of_a_command(m)
    ...     for m in re.finditer(r"\{\w+\}", r"$\frac{a}{b} {c} \sqrt[3]{d} \sqrt{{e}}$")
    ... ]
    [True, True, False, True, False]
    """
    return bool(_COMMAND.search(braces.string, 0, braces.start()))
