"""What can be wrong with numbers: those that a cell is given, and those that come out of it."""

from __future__ import annotations

from collections.abc import Mapping

SENTENCES: Mapping[str, str] = {
    "declared-shape": "{name} has shape {declared} in the cell (got {got})",
    "variants-as-before": "{name}: expected {variants} variants as before (got {got})",
    "one-value-a-step": "{name} needs {steps} values, one a step (got {got})",
    "one-shaped-value-a-step": "{name} needs {steps} values of shape {shape}, one a step",
    "entries-for-no-size": "{name}: {got} entries are not {dimension} for any {unknown}",
    "entries-along-axis": "{name}: expected {sides} entries along an axis (got {got})",
    "no-operation": "{name} has no operation here",
    "inverse-of-large-matrix": "the inverse of a large matrix has no operation here",
    "divides-by-zero": "it divides by a number that may be 0",
    "exponential-of-huge-number": "it takes the exponential of a huge number",
    "logarithm-of-zero": "it takes the logarithm of a number that may be 0",
    "root-of-negative-number": "it takes the root of a negative number",
    "no-number-given": "{cell}: no number is given for {names}",
    "no-accepted-interval": "{name} has no accepted interval",
    "no-size-given": "{cell}: no size is given for {names}",
    "cell-of-at-least-one-step": "{cell}: a cell runs for at least 1 step (got {steps})",
    "no-such-symbol": "{cell} has no symbol {name}{hint}",
    "only-so-many-steps": 'there are only {steps} steps; write "{name}[t]" for the input of the step itself',
    "add-under-given": 'add "{name}: ..." under given',
    "expected-finite-numbers": "{name}: expected finite numbers",
    "expected-rows-of-equal-length": "{name}: expected numbers in rows of equal length",
    "expected-at-least-one-number": "{name}: expected at least one number (got an empty list)",
    "expected-a-number": "{name}: expected a number (got {got})",
    "expected-a-number-not-a": "{name}: expected a number (got a {kind})",
    "no-use-without": "{cell}: {name} is of no use without {names}",
    "outside-of-domain": "{cell}: {symbol} lies in {domain} in the cell (got {got})",
    "do-not-fit-together": "{seen}; {shown} do not fit together",
    "laid-out": "{name} ({declared} in the cell, here {got})",
    "laid-out-as-number": "{name} ({declared} in the cell, here one number)",
    "write-steps": 'write "steps: {steps}", or give it {values} values',
    "write-in-the-form": "write it in the form {example}",
    "write-one-a-step": "write it in the form {example}, one such a step",
}
