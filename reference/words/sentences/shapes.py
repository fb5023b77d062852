"""What can be wrong with sizes: of a declaration, of an operation, of the two sides of an equation."""

from __future__ import annotations

from collections.abc import Mapping

SENTENCES: Mapping[str, str] = {
    "scalar-misspelt": '"{word}" is no size; did you mean "scalar"?',
    "expected-size": 'expected a size such as "n", "4*n", "n + d" or "3"',
    "same-shape-needed": "both sides need the same shape (got {left} and {right})",
    "expected-vectors-and-numbers": "expected vectors and numbers (got {shape})",
    "rows-differ": "rows differ (got {shapes})",
    "part-out-of-range": "part k of m: k lies between 1 and m, and m is at most {most} (got k = {k}, m = {parts})",
    "part-cuts-a-vector": "part cuts a vector (got {shape})",
    "not-cut-into-equal-parts": "{entries} entries cannot be cut into {parts} equal parts",
    "no-such-piece": "piece {k} of {pieces} is not there",
    "no-diagonal": "only a square matrix has a diagonal (got {shape})",
    "outer-takes-two-vectors": "outer takes two vectors (got {shape})",
    "gradient-of-a-list-of-one": "a gradient is that of a single number, and this is a list of one (got {of} by {by}); take the sum of it, or give it as a number: its weights as [1.5, -0.8] in place of [[1.5, -0.8]], its bias as 0.2 in place of [0.2]",
    "gradient-of-another-shape": "a gradient is that of a single number or of a vector by a vector (got {of} by {by}); take the sum or an entry of it",
    "one-hot-number-first": "one_hot takes one number first (got {shape})",
    "one-hot-rows-second": "one_hot takes a vector or a matrix second, which has the rows",
    "one-index-an-axis": "entry needs one index an axis (got {got} for {shape})",
    "entry-outside": "entry {entry} lies outside of {entries} entries",
    "expected-matrix": "expected a matrix (got {shape})",
    "expected-square-matrix": "expected a square matrix (got {shape})",
    "one-number-a-row": "spread needs a number a row (got {numbers} for {shape})",
    "no-shape-declared": "{expression}: no shape is declared for its symbols",
    "shape-must-be-declared": "the shape of {name} must be declared, as in `{name}: n`",
    "shapes-of-both-sides": "{target} = {value}: the right side has shape {found}, but {name} has shape {declared}",
    "matrix-product-of-numbers": "{expression}: @ multiplies matrices and vectors",
    "sizes-of-matrix-product": "{expression}: the left side has {left}, but the right side has {right}",
    "columns": "columns: {size}",
    "entries": "entries: {size}",
    "rows": "rows: {size}",
}
