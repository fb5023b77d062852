"""The mathematics: recurrent cells as named equations, rewritten and read.

A cell is written once.  A *rewrite* makes a cell of a cell: `unroll`, `differentiate`, `omit`,
`rename`, `misconceptions`.  A *reading* makes facts of one: `evaluate`, `complete_shapes`, `count`,
`ranges`, `accepted`, `worked`.  They compose:

    >>> from reference import Symbol, bind, cell, differentiate
    >>> system = bind(cell("relu-rnn"), {"V": -2, "W": 1, "h0": 2, "x": [2, 1.5, 4]}, steps=3)
    >>> backward = differentiate(system.cell, Symbol("h", 3), [Symbol("V"), Symbol("W")])
    >>> values = system.rewritten(backward).solve()
    >>> float(values["dV"]), float(values["dW"])
    (1.5, 1.0)

This package knows no student and no points, and opens no file.  What `__all__` does not name is private,
and may change from one version to the next.
"""

__all__ = [
    "CATALOGUE",
    "FUNCTIONS",
    "LATEX",
    "LEVELS",
    "MATHML",
    "SCALAR",
    "TEXT",
    "TYPST",
    "Cell",
    "CellError",
    "Condition",
    "Count",
    "Dimension",
    "Equation",
    "Expression",
    "Function",
    "Interval",
    "LanguageError",
    "Level",
    "Message",
    "Misconception",
    "Now",
    "NumbersError",
    "Pins",
    "Program",
    "Range",
    "Resolved",
    "Rounding",
    "Shape",
    "ShapeError",
    "Symbol",
    "System",
    "Worked",
    "Workings",
    "accepted",
    "as_array",
    "bind",
    "cell",
    "complete_shapes",
    "count",
    "cut_off",
    "differentiate",
    "evaluate",
    "evaluate_expression",
    "gradient_symbol",
    "misconceptions",
    "omit",
    "omit_unsized",
    "parse_cell",
    "parse_condition",
    "parse_expression",
    "ranges",
    "rename",
    "resolve",
    "rounded_quantities",
    "shape_of",
    "show_shape",
    "sized",
    "symbols",
    "typeset",
    "typeset_cell",
    "unroll",
    "worked",
    "write",
]

# Where each name lives.  Nothing is imported before somebody asks for it: most of a check needs no mathematics.
_HOMES = {
    "cells.catalogue": ("TEXTS", "cell"),
    "cells.parse_cell": ("parse_cell",),
    "language.cell": ("Cell", "Equation", "rename"),
    "language.dimension": ("SCALAR", "Dimension", "Shape", "show_shape"),
    "language.errors": ("CellError", "LanguageError", "NumbersError", "ShapeError"),
    "language.expression": ("Expression", "Now", "Symbol", "symbols"),
    "language.functions": ("FUNCTIONS", "Function"),
    "language.interval": ("Interval",),
    "language.omit": ("omit", "omit_unsized"),
    "language.parse": ("Condition", "parse_condition", "parse_expression"),
    "language.shapes": ("complete_shapes", "shape_of", "sized"),
    "language.write": ("write",),
    "readings.counts": ("Count", "count"),
    "readings.evaluate": ("Program", "evaluate", "evaluate_expression"),
    "readings.notations.latex": ("LATEX",),
    "readings.notations.mathml": ("MATHML",),
    "readings.notations.text": ("TEXT",),
    "readings.notations.typst": ("TYPST",),
    "readings.ranges": ("Range", "ranges"),
    "readings.room": ("LEVELS", "Level", "Rounding", "cut_off"),
    "readings.accepted": ("accepted",),
    "readings.rounding": ("Pins", "Workings"),
    "readings.typeset": ("typeset", "typeset_cell"),
    "readings.worked": ("Worked", "worked"),
    "rewrites.differentiate": ("differentiate", "gradient_symbol"),
    "rewrites.gradients": ("Resolved", "resolve"),
    "rewrites.misconceptions.kinds": ("misconceptions",),
    "rewrites.misconceptions.misconception": ("Misconception",),
    "rewrites.rounded": ("rounded_quantities",),
    "rewrites.unroll": ("unroll",),
    "system": ("System", "as_array", "bind"),
    "words": ("Message",),
}
_OTHER_NAMES = {"CATALOGUE": "TEXTS"}


def __getattr__(name: str) -> object:
    """A public name, loaded where it lives the first time it is used."""
    if name in __all__:
        from importlib import import_module  # what a name needs is loaded when it is asked for

        wanted = _OTHER_NAMES.get(name, name)
        home = next(home for home, names in _HOMES.items() if wanted in names)
        found: object = getattr(import_module(f"reference.{home}"), wanted)
        globals()[name] = found
        return found
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def __dir__() -> list[str]:
    """All public names, those that are not loaded yet included."""
    return sorted({*globals(), *__all__})
