"""Colours of a terminal that can be read on black and on white: the contrast is 4.5 to 1 on both.

The sixteen named colours are whatever a terminal makes of them, and its blue on black is often next to nothing.
"""

GREEN, CYAN, RED, MAGENTA, BLUE, YELLOW = (
    "#008914", "#008383", "#e22424", "#c431c4", "#3a67ff", "#9e6b00",
)  # fmt: skip
