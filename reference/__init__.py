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

from reference.cells.catalogue import TEXTS as CATALOGUE
from reference.cells.catalogue import cell
from reference.cells.parse_cell import parse_cell
from reference.language.cell import Cell, Equation, rename
from reference.language.dimension import SCALAR, Dimension, Shape, show_shape
from reference.language.errors import CellError, LanguageError, NumbersError, ShapeError
from reference.language.expression import Expression, Now, Symbol, symbols
from reference.language.functions import FUNCTIONS, Function
from reference.language.interval import Interval
from reference.language.omit import omit, omit_unsized
from reference.language.parse import Condition, parse_condition, parse_expression
from reference.language.shapes import complete_shapes, shape_of, sized
from reference.language.write import write
from reference.readings.counts import Count, count
from reference.readings.evaluate import Program, evaluate, evaluate_expression
from reference.readings.notations.latex import LATEX
from reference.readings.notations.mathml import MATHML
from reference.readings.notations.text import TEXT
from reference.readings.notations.typst import TYPST
from reference.readings.ranges import Range, ranges
from reference.readings.room import LEVELS, Level, Rounding, cut_off
from reference.readings.rounding import Pins, Workings, accepted
from reference.readings.typeset import typeset, typeset_cell
from reference.readings.worked import Worked, worked
from reference.rewrites.differentiate import differentiate, gradient_symbol
from reference.rewrites.gradients import Resolved, resolve
from reference.rewrites.misconceptions.kinds import misconceptions
from reference.rewrites.misconceptions.misconception import Misconception
from reference.rewrites.rounded import rounded_quantities
from reference.rewrites.unroll import unroll
from reference.system import System, as_array, bind
from reference.words import Message

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
