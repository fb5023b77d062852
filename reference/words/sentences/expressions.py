"""What can be wrong with one expression, and where its reading stopped."""

from __future__ import annotations

from collections.abc import Mapping

SENTENCES: Mapping[str, str] = {
    "expected-bounds": 'expected bounds such as "(0, 1)" or "[0, inf)"',
    "lower-bound-first": "the lower bound stands first",
    "stands-for-other-equations": "grad, parameters, sum_steps and all_steps stand for other equations and have no value of their own",
    "number-too-large": "the number is too large",
    "expected-one-comparison": 'expected one comparison, such as "z[2] < 0"',
    "expected-relation": "expected one of < <= > >= == != between two expressions",
    "expected-expression": "expected an expression; there is nothing here",
    "expression-too-long": "an expression has at most {longest} characters",
    "expression-on-one-line": "an expression stands on one line",
    "expression-too-deep": "the expression is nested too deeply",
    "character-unreadable": "this character cannot be read",
    "never-closed": 'this "{bracket}" is never closed',
    "never-opened": 'there is no opening partner for this "{bracket}"',
    "expected-operand": 'expected a name, a number or "("',
    "expected-operator-between": 'expected an operator, such as "*" or "@", between the two',
    "no-equals-in-expression": 'an expression has no "="; equality is written "=="',
    "not-equal-is-written": 'unequal is written "!="',
    "is-written-here": "; write {meant}",
    "step-in-brackets": "; a step is written {name}[{step}]",
    "expected-operand-or-operator": 'expected a name, a number or "(" or an operator',
    "written-with-a-dot": 'write "{name}" without the dot and what stands before it',
    "step-of-no-name": "only a name can have a step, as in h[t-1]; an entry is entry(h[2], 1)",
    "no-comparison-in-expression": "an expression holds no comparison",
    "power-as-in-python": 'a power is written "**", not "^"',
    "expected-one-of-the-operators": "expected one of the operators + - * / @ **",
    "expected-step": "a step is t, t-1, t+1 or a whole number",
    "expected-function": "expected the name of a function",
    "no-such-function": 'there is no function "{name}"{hint}',
    "arguments-without-names": "{name} takes its arguments in order, without names",
    "constant-argument": "argument {place} of {name} is a whole number",
    "step-value-at-zero": "the second argument of step is its value at 0, a number from 0 to 1: step(z - 0.5, 1) is 1 from z = 0.5 on",
    "step-without-value-at-zero": "step takes 2 arguments (got 1): the second is its value at 0, a number from 0 to 1, as in step(z, 1)",
    "too-many-arguments": "{name} takes at most {most} arguments (got {got})",
    "takes-from-to": "{name} takes {least} to {most} arguments (got {got})",
    "takes-one": "{name} takes 1 argument (got {got})",
    "takes-some": "{name} takes {takes} arguments (got {got})",
}
