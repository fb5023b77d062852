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

This package knows no student and no points, and opens no file.
"""

from reference.cell import Cell, Equation, rename
from reference.cells import TEXTS as CATALOGUE
from reference.cells import cell
from reference.counts import Count, count
from reference.differentiate import differentiate, gradient_symbol
from reference.dimension import SCALAR, Dimension, Shape, show_shape
from reference.errors import CellError, InputError, LanguageError, ShapeError
from reference.evaluate import Program, evaluate, evaluate_expression
from reference.expression import Expression, Now, Symbol, symbols
from reference.functions import FUNCTIONS, Function
from reference.gradients import Resolved, resolve
from reference.interval import Interval
from reference.misconceptions import Misconception, misconceptions
from reference.omit import omit, omit_unsized
from reference.parse import Condition, parse_condition, parse_expression
from reference.parse_cell import parse_cell
from reference.ranges import Range, ranges
from reference.rounding import Pins, Rounding, Workings, accepted
from reference.shapes import complete_shapes, shape_of, sized
from reference.system import System, as_array, bind
from reference.typeset import LATEX, MATHML, TEXT, TYPST, typeset, typeset_cell
from reference.unroll import unroll
from reference.worked import Worked, worked
from reference.write import write

__all__ = [
    "CATALOGUE",
    "FUNCTIONS",
    "LATEX",
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
    "InputError",
    "Interval",
    "LanguageError",
    "Misconception",
    "Now",
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
