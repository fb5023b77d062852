"""Colours that can be read: on a terminal's black and white, and on paper, light and dark, of the HTML."""

from __future__ import annotations

import re

import pytest

from grader.handout import html
from grader.render import colours

NAMES = ("GREEN", "CYAN", "RED", "MAGENTA", "BLUE", "YELLOW")
ENOUGH = 4.5  # by WCAG's level AA


def luminance(colour: str) -> float:
    """By WCAG, of #rrggbb."""
    parts = (int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5))
    red, green, blue = (c / 12.92 if c <= 0.03928 else ((c + 0.055) / 1.055) ** 2.4 for c in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    low, high = sorted(map(luminance, (one, other)))
    return (high + 0.05) / (low + 0.05)


def test_the_measure_is_that_of_the_standard():
    assert 21 == pytest.approx(contrast("#000000", "#ffffff"))
    assert 4.54 == pytest.approx(contrast("#767676", "#ffffff"), abs=0.01)


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("ground", ["#000000", "#ffffff"])
def test_a_terminal_s_colours_are_read_on_black_and_on_white(name, ground):
    assert ENOUGH <= contrast(getattr(colours, name), ground)


@pytest.mark.parametrize("theme", [0, 1])
@pytest.mark.parametrize("ink", ["ink", "faint"])
@pytest.mark.parametrize("ground", ["paper", "tint"])
def test_the_words_of_a_page_are_read_on_its_grounds(theme, ink, ground):
    found = [dict(re.findall(r"--(\w+): (#[0-9a-f]{6});", line)) for line in html._STYLE.splitlines() if "--ink: #" in line]  # fmt: skip
    assert ENOUGH <= contrast(found[theme][ink], found[theme][ground])
