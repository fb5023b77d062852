"""Assignment files that ask for too much: long names, huge numbers, deep products, deep nesting."""

from __future__ import annotations

from collections.abc import Iterator

DIGITS = "9" * 5000
HUGE = "1000000000"
LONG = "a" * 5000
TANH = "{W_x: 0.5, W_h: 0.9, b_h: 0, h0: 0.2, x: 1}"
SHEET = """\
title: {title}
points: {points}
rounding: {rounding}
{more}
systems:
  forward:
    cell: {cell}
    steps: {steps}
    given: {given}
questions:
- id: a
  prompt: {prompt}
  system: forward
  answers:
    {name}: {{value: "{value}"{rest}}}
"""
USUAL = {
    "title": "T",
    "points": "1",
    "rounding": "3",
    "more": "",
    "cell": "tanh-rnn",
    "steps": "3",
    "given": TANH,
    "prompt": "P",
    "name": "far",
    "value": "h[3]",
    "rest": "",
}


def _sheet(**changed: str) -> str:
    return SHEET.format(**{**USUAL, **changed})


def _cells(*lines: str) -> str:
    return "cells:\n  own: |\n" + "".join(f"    {line}\n" for line in lines)


def _deep(count: int) -> str:
    """A cell whose state is a product of products: its gradient has 2 to the power of `count` paths."""
    names = [f"p{i}" for i in range(count)]
    lines = ["a: scalar", "x: scalar", "h: scalar", *(f"{name}: scalar" for name in names)]
    lines.append("p0 = a * h[t-1] * h[t-1] + x[t]")
    lines += [f"p{i} = p{i - 1} * p{i - 1} + x[t]" for i in range(1, count)]
    return _cells(*lines, f"h = p{count - 1}")


OWN = "{a: 0.9, h0: 0.2, x: 1}"
FUNCTION = """\
title: T
points: 1
cells:
  layer: |
    x: D
    w: D, H
    h = tanh(x[t] @ w)
questions:
- id: a
  prompt: P
  answers:
    step:
      function: {{cell: layer, batch: N, sizes: {{N: {n}, D: 3, H: 4}}, cases: {cases}, arguments: {{x: "N, D", w: "D, H"}}, returns: {{h: "N, H"}}}}
"""


def sheets() -> Iterator[tuple[str, str]]:
    """Every file with a name of what is wrong in it."""
    yield from _names()
    yield from _numbers()
    yield from _work()
    yield from _nested()
    yield from _shapes()
    yield from _sizes()
    yield from _texts()


def _names() -> Iterator[tuple[str, str]]:
    yield "an answer of 5,000 letters", _sheet(name=LONG)
    yield "a cell of 5,000 letters", _sheet(cell=LONG)
    yield "a symbol of 5,000 letters", _sheet(given=f"{{{LONG}: 1}}")
    yield "a value of 5,000 letters", _sheet(value=LONG)
    yield "a title of 5,000 letters", _sheet(title=LONG)
    yield "a key of 5,000 letters", _sheet(more=f"{LONG}: 1")
    yield "tests of 5,000 letters", _sheet(rest=f"}}\n    own: {{tests: {LONG}.py, points: 1")
    yield "a placeholder of 5,000 letters", _sheet(prompt=f'"{{{LONG}}}"')
    yield "a name that climbs", _sheet(name='"../../../../etc/passwd"')
    yield "escapes in a title", _sheet(title='"\\e[2J\\u202e"')


def _numbers() -> Iterator[tuple[str, str]]:
    yield "points of 5,000 digits", _sheet(points=DIGITS)
    yield "rounding of 5,000 digits", _sheet(rounding=DIGITS)
    yield "steps of 5,000 digits", _sheet(steps=DIGITS)
    yield "an index of 5,000 digits", _sheet(value=f"h[{DIGITS}]")
    yield "a value of 5,000 digits", _sheet(value=f"h[3] + {DIGITS}")
    yield "a decimal of 5,000 digits", _sheet(value=f"h[3] + 0.{DIGITS}")
    yield "an exponent of 5,000 digits", _sheet(value=f"h[3] + 1e{DIGITS}")
    yield "a power of 5,000 digits", _sheet(value=f"h[3] ** {DIGITS}")
    yield "powers of powers", _sheet(value="h[3] + 9 ** 9 ** 9 ** 9")
    yield (
        "a fraction of 5,000 digits",
        _sheet(given=f'{{W_x: "1/{DIGITS}", W_h: 1, b_h: 0, h0: 0, x: 1}}'),
    )
    for given in (
        DIGITS,
        f'"{DIGITS}"',
        f"0.{DIGITS}",
        f"1e{DIGITS}",
        "1e999",
        ".nan",
        ".inf",
        "1e-999",
    ):
        word = TANH.replace("0.5", given)
        yield f"a number {given[:12]} of {len(given)} signs", _sheet(given=word)
    yield "a tolerance of 5,000 digits", _sheet(rest=f", tolerance: {{absolute: {DIGITS}}}")
    yield "a tolerance of 400 digits", _sheet(rest=f", tolerance: {{relative: 1e-{'9' * 400}}}")
    yield "significant figures without end", _sheet(rest=", tolerance: {significant: 1000000000}")
    yield "decimals without end", _sheet(rest=", rounding: 1000000000")
    yield "limits without end", _sheet(more=f"limits: {{import_seconds: {DIGITS}}}")
    yield "late days without end", _sheet(more=f"late: {{per_day: 1/{DIGITS}}}")


def _work() -> Iterator[tuple[str, str]]:
    yield "100,000 steps", _sheet(steps="100000", value="h[100000]")
    yield "100,000 steps, an early one asked", _sheet(steps="100000", value="h[1]")
    yield "1,000,000,000 steps", _sheet(steps="1000000000", value="h[1000000000]")
    yield "a gradient over 3,000 steps", _sheet(steps="3000", value="grad(h[3000], W_h)")
    yield "a sum over 100,000 steps", _sheet(steps="100000", value="sum_steps(h[t])")
    yield "a Jacobian of Jacobians", _sheet(steps="300", value="grad(grad(h[300], W_h), h[1])")
    for count in (20, 60, 400):
        yield f"a product {count} deep", _sheet(more=_deep(count), cell="own", given=OWN)
        yield (
            f"the gradient of a product {count} deep",
            _sheet(more=_deep(count), cell="own", given=OWN, value="grad(h[2], x[1])"),
        )
        yield (
            f"a product {count} deep over 50 steps",
            _sheet(more=_deep(count), cell="own", given=OWN, steps="50", value="h[50]"),
        )
    yield "a gradient that explodes", _sheet(
        more=_cells("a: scalar", "x: scalar", "h: scalar", "h = a * h[t-1] * h[t-1] + x[t]"),
        cell="own", given="{a: 1000, h0: 1000, x: 1}", steps="60", value="grad(h[60], h[1])",
    )  # fmt: skip
    for named in (
        "exp(exp(exp(h[3] + 9)))",
        "expm(h[3] * 99999)",
        "log(h[3] - h[3])",
        "1 / (h[3] - h[3])",
    ):
        yield f"what runs away: {named}", _sheet(value=named)


def _nested() -> Iterator[tuple[str, str]]:
    for count in (100, 10_000, 100_000):
        yield f"{count} brackets in a value", _sheet(value="(" * count + "h[3]" + ")" * count)
        yield f"{count} signs in a value", _sheet(value="-" * count + "h[3]")
        yield f"{count} lists in a number", _sheet(given=f"{{x: {'[' * count}1{']' * count}}}")
        yield f"{count} terms in a value", _sheet(value=" + ".join(["h[3]"] * count))
    brackets = "tanh(" * 3000 + "x[t]" + ")" * 3000
    yield (
        "3,000 functions in a cell",
        _sheet(
            more=_cells("x: scalar", "h: scalar", f"h = {brackets}"), cell="own", given="{x: 1}"
        ),
    )
    aliases = "".join(f"b{i}: &b{i} [{', '.join([f'*b{i - 1}'] * 9)}]\n" for i in range(1, 12))
    yield "aliases of aliases", _sheet(more=f"b0: &b0 [1, 1, 1]\n{aliases}")
    yield "a mapping in itself", _sheet(more="a: &a {b: *a}")
    yield "mappings in mappings", _sheet(more="a: " + "{a: " * 5000 + "1" + "}" * 5000)


def _shapes() -> Iterator[tuple[str, str]]:
    def drawn(shape: str, printed: str = "1") -> str:
        return TANH.replace(
            "x: 1", f"x: {{integers: [-5, 5], shape: [{shape}], original: {printed}}}"
        )

    yield "a drawn array of 1e9", _sheet(given=drawn(HUGE))
    yield "a drawn array of 1e9 by 1e9", _sheet(given=drawn(f"{HUGE}, {HUGE}"))
    yield "a drawn array of 5,000 digits", _sheet(given=drawn(DIGITS))
    yield (
        "a filled array of 1e9",
        _sheet(given=TANH.replace("0.5", f"{{fill: 1, shape: [{HUGE}, {HUGE}]}}")),
    )
    yield (
        "an even array of 1e9",
        _sheet(given=TANH.replace("0.5", f"{{evenly: [0, 1], shape: [{HUGE}]}}")),
    )
    yield "an identity of 1e9", _sheet(given=TANH.replace("0.9", f"{{identity: {HUGE}}}"))
    yield (
        "a grid without end",
        _sheet(given=TANH.replace("0.5", "{decimals: [0, 1e300], step: 1e-300}")),
    )
    yield "a range without end", _sheet(given=TANH.replace("0.5", f"{{integers: [0, {DIGITS}]}}"))
    many = ", ".join(map(str, range(30_000)))
    yield (
        "30,000 numbers to choose from",
        _sheet(given=TANH.replace("0.5", f"{{choose: [{many}], original: 7}}")),
    )
    yield (
        "30,000 numbers in another order",
        _sheet(given=TANH.replace("x: 1", f"x: {{permutation: [{many}], original: [{many}]}}")),
    )
    yield "30,000 inputs", _sheet(given=TANH.replace("x: 1", f"x: [{many}]"), steps="30000")
    yield (
        "what no draw fulfils",
        _sheet(given=drawn("3", "[1, 2, 3]")).replace(
            "    given:", '    require: ["h[1] > 5"]\n    given:'
        ),
    )
    yield (
        "100 drawn steps of 9 entries",
        _sheet(steps="100", given=drawn("100, 9", f"[{', '.join([str([1] * 9)] * 100)}]")),
    )


def _sizes() -> Iterator[tuple[str, str]]:
    sized = f"sizes: {{d: {HUGE}, n: {HUGE}}}"
    yield (
        "a count of sizes of 1e9",
        _sheet()
        .replace(f"given: {TANH}", sized)
        .replace("    steps: 3\n", "")
        .replace('value: "h[3]"', "kind: count"),
    )
    yield "sizes of 5,000 digits", _sheet().replace(f"given: {TANH}", sized.replace(HUGE, DIGITS))
    yield "a function of 1e9 examples", FUNCTION.format(n=HUGE, cases=2)
    yield "a function of 5,000 digits", FUNCTION.format(n=DIGITS, cases=2)
    yield "a function of 1e9 cases", FUNCTION.format(n=2, cases=HUGE)


def _texts() -> Iterator[tuple[str, str]]:
    yield "a prompt of a megabyte", _sheet(prompt='"' + "word " * 200_000 + '"')
    yield "a prompt of 10,000 dollars", _sheet(prompt='"' + "$" * 10_000 + '"')
    yield "a prompt of 10,000 underlines", _sheet(prompt='"' + "h_" * 10_000 + '"')
    yield "a prompt of 10,000 braces", _sheet(prompt='"' + "{" * 10_000 + '"')
    answers = "".join(f"    b{i}: {{value: 'h[1]'}}\n" for i in range(2000))
    yield "2,000 answers", _sheet() + answers
    questions = "".join(
        f"- id: q{i}\n  prompt: P\n  answers: {{c{i}: {{kind: count, value: 1}}}}\n"
        for i in range(2000)
    )
    yield "2,000 questions", _sheet() + questions
    yield "an empty file", ""
    yield "zeros", "\0" * 5000
    yield "a line of a megabyte", "title: " + "[" * 1_000_000
    yield (
        "blanks in a cell",
        _sheet(
            more=_cells("x: scalar", "h: scalar", f"h = x[t]{' ' * 3000}*x[t]"),
            cell="own",
            given="{x: 1}",
        ),
    )
