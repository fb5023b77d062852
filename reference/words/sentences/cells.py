"""What can be wrong with a cell, and with what is asked of one."""

from __future__ import annotations

from collections.abc import Mapping

SENTENCES: Mapping[str, str] = {
    "too-much-work": "too much work",
    "no-such-cell": 'there is no cell "{name}" in the catalogue{hint}',
    "expected-name": "expected a name",
    "name-of-a-function": "{name} is the name of a function",
    "t-is-the-step": "t is the step, as in h[t]",
    "cell-too-long": "a cell has at most {longest} characters",
    "cell-without-equation": "{cell}: a cell needs at least one equation",
    "expected-declaration-or-equation": 'expected "name: shape" or "name = equation"',
    "declared-twice": "{name} is declared twice",
    "equation-already": "{name} has an equation already",
    "expected-target": 'expected a name, as in "h = ..." or "h[t] = ..."',
    "add-a-line": " (add a line `{name}: n`)",
    "not-declared": "{name} is not declared{hint}",
    "one-equation-for-every-step": "one equation holds for every step; write {name}[t]",
    "looked-up-both-ways": "{name} is looked up both at earlier and at later steps, so it cannot be computed in any order",
    "no-symbol-to-rename": "{cell} has no symbol {name} that could be renamed{hint}",
    "symbol-already": "{cell} already has a symbol {name}; rename that one, too, or take another letter",
    "same-name-twice": "{cell}: two symbols cannot get the same name",
    "no-symbol-to-leave-out": "{cell} has no symbol {names} to leave out",
    "nothing-left-without": "{cell} without {names} has no equation left",
    "nothing-to-differentiate": "{cell} has no {symbol} to differentiate",
    "rename-to-differentiate": "{cell} already has a symbol {name}; rename it to differentiate",
    "no-program": "{what} is no line of a program",
    "no-gradient": "{name} has no gradient",
    "gradients-of-one-quantity": "an expression can ask for gradients of one quantity only",
    "gradient-of-what-is-given": "{name} is given and depends on nothing",
    "gradient-the-other-way": "{name} is given and depends on nothing; is grad({by}, {name}) meant?",
    "gradient-by-a-symbol": "a gradient is taken by a symbol, as in grad(h[3], V)",
    "jacobians-need-sizes": "Jacobians need sizes",
    "nothing-has-a-step": "nothing in {function} has a step; write {function}(h[t])",
    "takes-no-matrices": "{name} takes no matrices",
    "no-quantity-to-round": "{cell} has no quantity {name} to round; it has {names}",
    "no-equation-for": "{cell} has no equation for {name}",
    "at-least-one-step": "a cell runs for at least 1 step (got {steps})",
    "depends-on-itself": "{name} depends on itself, so it cannot be computed in any order",
}
