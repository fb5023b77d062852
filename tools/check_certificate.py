#!/usr/bin/env python3
"""Check the certificate of a grade without the program that wrote it, by nothing but Python's standard library.

Each operation of each program is done again over decimal fractions rounded outwards; then each enclosure, verdict,
rule and sum is compared.  Ends with 0 if all is confirmed, 1 if something is not, 2 if the file is no certificate.
"""
from __future__ import annotations
import hashlib, json, math, re, sys
from datetime import datetime, timedelta
from fractions import Fraction as Q
from functools import cache
from pathlib import Path
from typing import Any
USAGE = "call it as: python check_certificate.py CERTIFICATE [--assignment FILE] [--submission FILE]"
DIGITS, S, HUGE = 60, 10**60, 10**1000  # one, in the units in which everything is counted; and too much
LARGEST, MOST = 10_000_000, 3_000_000  # bytes of a file, operations gone over for enclosures: a hundred times what a sheet needs
WIDER = Q(1, 10**9)  # by how much a stated enclosure may be wider than the one found here
NUMBER = re.compile(r"[-+]?[0-9]{1,400}(?:\.[0-9]{1,400}|/0*[1-9][0-9]{0,400})?")
NOTHING = {"verdict": "unreadable", "share": "0", "followed": "0", "credit": "0"}
TYPED = re.compile(r"[-+]?[0-9]{1,40}(?:\.([0-9]{0,40}))?([eE][-+]?[0-9]{1,2})?")
SUMS, COARSE, CODE = ("score", "pending", "max_score"), "number.too-few-decimals", ("function", "tests")
FAULTS = (ArithmeticError, AttributeError, LookupError, OSError, RecursionError, TypeError, ValueError)
class Refused(Exception): """Something in the certificate that is not so."""
def need(condition: object, sentence: str) -> None:
    if not condition: raise Refused(sentence)
def rational(text: Any) -> Q:
    need(isinstance(text, str) and NUMBER.fullmatch(text), f"{str(text)[:50]!r} is no number")
    return Q(text)
class I:  # all numbers from a to b, both counted in units
    def __init__(self, a: int, b: int) -> None: need(max(-a, b) < HUGE, "a number is huge"); self.a, self.b = a, b
    def __add__(self, o: I) -> I: return I(self.a + o.a, self.b + o.b)
    def __sub__(self, o: I) -> I: return I(self.a - o.b, self.b - o.a)
    def __neg__(self) -> I: return I(-self.b, -self.a)
    def into(self, n: int) -> I: return I(self.a // n, -(-self.b // n))
    def meet(self, o: I) -> I: return I(max(self.a, o.a), min(self.b, o.b))
    def ends(self, rising: Any) -> I: return I(rising(self.a).a, rising(self.b).b)
    def sure(self) -> bool: return self.a == self.b
    def nil(self) -> bool: return self.a == self.b == 0
    def __mul__(self, o: I) -> I:
        four = [p * q for p in (self.a, self.b) for q in (o.a, o.b)] if o is not ONE else []
        return I(min(four) // S, -(-max(four) // S)) if four else self
    def __truediv__(self, o: I) -> I:
        need(o.a > 0 or o.b < 0, "it divides by a number that may be 0")
        pairs = [(p * S, q) for p in (self.a, self.b) for q in (o.a, o.b)]
        return I(min(p // q for p, q in pairs), max(-(-p // q) for p, q in pairs))
def exactly(q: Q) -> I: return I(q.numerator * S // q.denominator, -(-q.numerator * S // q.denominator))
def larger(x: I, y: I) -> I: return I(max(x.a, y.a), max(x.b, y.b))
ONE, NIL = I(S, S), I(0, 0)
@cache
def exp_at(n: int) -> I:  # a Taylor series of what 16 halvings leave, then as many squarings
    need(abs(n) < 2001 * S, "it takes the exponential of a huge number")
    if n <= 0: return ONE / exp_at(-n) if n else ONE
    small, total, term, k = I(n >> 16, (n >> 16) + 1), ONE + I(0, 4), ONE, 0  # the rest is less than the last term
    while term.b > 1: term, k, total = (more := (term * small).into(k + 1)), k + 1, total + more
    for _again in range(16): total *= total
    return total
@cache
def log_at(n: int) -> I:  # Newton's method, and then the proof: e to the lower end is at most n, and so above
    need(n > 0, "it takes the logarithm of a number that may be 0")
    y, off = int(math.log(Q(n, S)) * 2**50) * S >> 50, 10**20
    for _again in range(4): y += (n - exp_at(y).a) * S // exp_at(y).a
    need(exp_at(y - off).b <= n <= exp_at(y + off).a, "a logarithm was not found")
    return I(y - off, y + off)
def root_at(n: int) -> I: return I(math.isqrt(n * S), math.isqrt(n * S) + (n > 0))
class Rule:  # to how many digits one may round, or finer; how often in a row; and if digits may be cut
    def __init__(self, extra: list[Any]) -> None:
        fits = extra[0] in ("decimals", "significant") and all(type(n) is int and 0 <= n <= 30 for n in extra[1:])
        need(fits and len(extra) == 4, "a rounding has no rule, or none of sense")
        self.kind, self.digits, self.times, self.cuts = self.extra = extra
    def place(self, n: int) -> int:  # what the last digit of a rounded n stands for
        return int(10 ** (DIGITS - self.digits if self.kind == "decimals" else max(0, len(str(abs(n))) - self.digits) if n else DIGITS))
    def least(self, n: int) -> int:  # the least that one rounding, to these digits or finer ones, makes of n
        place, found = self.place(n), n
        for _ in range(7 if n % place else 0):
            found = min(found, -((place - 2 * n) // (2 * place)) * place, cut_at(n, place) if self.cuts else n)
            place = place // 10 or 1
        return min(found, n - place) if n % place else found
    def after(self, x: I, times: int) -> I: return self.after(I(self.least(x.a), -self.least(-x.b)), times - 1) if times else x
    def room(self, x: I, times: int, terms: list[list[I]] | None = None) -> I:  # how far they move numbers: half a place, a twentieth, ...
        place = self.place(max(-x.a, x.b))
        full, one = (-(-place * int("0" + "5" * n) // 10**n) for n in (times, 1))
        down, up = (full * (2 if self.cuts and of > 0 else 1) for of in (x.b, -x.a))
        if terms is not None:
            down = self.left(down, full - one, [(-t.a, t.a - u.a) for t, u in terms])
            up = self.left(up, full - one, [(t.b, u.b - t.b) for t, u in terms])
        y = self.after(x, times)
        return I(min(0, max(-down, y.a - x.b)), max(0, min(up, y.b - x.a)))
    def left(self, full: int, fine: int, terms: list[tuple[int, int]]) -> int:
        """What roundings of terms leave to that of their sum: if all but one lie on the grid, it rounds that one once more;
        if two do not, only finer roundings moved these two, and that of the sum stands for theirs."""
        gain = max([0, *(more for _, more in terms)])
        spared = sorted(moved for moved, _ in terms)[: 1 if self.cuts else 2]
        return gain if len(terms) < 2 else max(gain, full - sum(max(0, s - 2 * fine) for s in spared))
def cut_at(n: int, place: int) -> int: return n // place * place if n >= 0 else -(-n // place * place)
def step(x: I, at_zero: I) -> I:
    low, high = at_zero.a if x.a == 0 else 0, at_zero.b if x.b == 0 else S
    return ONE if x.a > 0 else NIL if x.b < 0 else I(min(low, high, S), max(low, high, 0))
def argmax(*xs: I) -> I:
    able = [k for k, x in enumerate(xs, 1) if x.b >= max(x.a for x in xs)]
    return I(able[0] * S, able[0 if all(x.sure() for x in xs) else -1] * S)
def equals(x: I, k: int) -> I: return I(S * (x.a == k * S == x.b), S * (x.a <= k * S <= x.b))
def either(x: I, y: I) -> list[I]: return [ONE, NIL] if x.a >= y.b else [NIL, ONE] if y.a >= x.b else [I(0, S), I(0, S)]
HOLDS = {"<": (-HUGE, -1), "<=": (-HUGE, S // 10**9), ">": (1, HUGE), ">=": (-S // 10**9, HUGE), "==": (-S // 10**9, S // 10**9)}
def jumps(x: list[I], y: I) -> list[I] | None: return [NIL] * len(x) if y.sure() else None
STEPS: dict[str, tuple[Any, Any]] = {  # an operation's value; its slopes at x, where the value is y
    "add": (I.__add__, lambda x, y: [ONE, ONE]), "subtract": (I.__sub__, lambda x, y: [ONE, -ONE]), "negate": (I.__neg__, lambda x, y: [-ONE]),
    "multiply": (I.__mul__, lambda x, y: [x[1], x[0]]), "divide": (I.__truediv__, lambda x, y: [ONE / x[1], -(x[0] / x[1] * (ONE / x[1]))]),
    "exp": (lambda x: x.ends(exp_at), lambda x, y: [y]), "log": (lambda x: x.ends(log_at), lambda x, y: [ONE / x[0]]),
    "sqrt": (lambda x: larger(x, NIL).ends(root_at), lambda x, y: [ONE / (y + y)] if y.a > 0 else None),
    "where": (lambda c, x, y: I(min(x.a, y.a), max(x.b, y.b)) if c.a <= 0 < c.b else x if c.a > 0 else y,
              lambda x, y: None if x[0].a <= 0 < x[0].b else [NIL, *either(x[0], NIL)]),
    "max": (larger, lambda x, y: either(*x)), "step": (step, jumps), "argmax": (argmax, jumps), "equals": (equals, jumps),
    "cut": (lambda x, n: I(*(cut_at(e, Rule(["decimals", n, 1, 1]).place(1)) for e in (x.a, x.b))), lambda x, y: None),
    "round": (lambda x, *_: x, lambda x, y: [ONE]), "near": (lambda x, _: x, lambda x, y: [ONE]),
    "slip": (lambda *_: NIL, lambda x, y: [NIL]), "moved": (lambda x, *_: x, lambda x, y: [ONE, NIL, NIL]),
}
def around(far: Any) -> I: return I(-exactly(rational(far)).b, exactly(rational(far)).b)
class Step:
    """One operation done again: its value without any error, its own error, and between what it lies: in any
    honest working (real), and when all errors of one are made smaller together (full)."""
    exact: I; full: I; real: I; rule: Rule; slopes: Any = 0  # until somebody asks
    def __init__(self, program: Replay, name: str, takes: list[int], extra: list[Any], *_: Any) -> None:
        self.name, self.takes, self.extra, self.error = name, takes, extra, NIL
        need(all(type(t) is int and 0 <= t < len(program.steps) for t in takes), "it takes a later step")
        before, self.x = [program.steps[t].real for t in takes], [program.steps[t].full for t in takes]
        if takes:
            sure = [program.steps[t].exact for t in takes]
            self.exact, self.plain, self.real = (STEPS[name][0](*x, *extra) for x in (sure, self.x, before))
        else:
            text, self.slopes = extra[0] if name == "number" else program.numbers[name][extra[0]][extra[1]], []
            self.exact = self.plain = self.real = exactly(rational(text))
        if name in ("round", "slip"): self.rule = Rule(extra)
        if name == "near": self.error = around(extra[0])
        if name == "taken": self.error = around(program.numbers["half"][extra[0]][extra[1]])
        if name in ("round", "slip"): self.error = self.rule.room(before[0], self.rule.times)
        if name == "moved": self.error = I(min(0, *(x.a for x in before[1:])), max(0, *(x.b for x in before[1:])))
        self.full = self.plain + self.error
        self.real = self.rule.after(before[0], self.rule.times) if name == "round" else self.real + self.error
    def after(self, x: I) -> I:  # what the operation makes of other bounds of what it takes
        return self.rule.after(x, self.rule.times) if self.name == "round" else \
            self.full if self.name == "slip" else STEPS[self.name][0](x, *self.extra) + self.error
class Replay:  # the operations of one program, done again
    work = 0  # how many were gone over for enclosures, of all programs
    def __init__(self, plain: Any, typed: dict[str, Any]) -> None:
        self.steps, self.proved = list[Step](), dict[int, I]()  # and the enclosures that were asked for
        own, self.answers = plain["taken"], [o["answer"] for o in plain["taken"].values()]
        self.numbers = {"given": plain["given"], "taken": {n: o["values"] for n, o in own.items()}, "half": {n: o["halves"] for n, o in own.items()}}
        for name, o in own.items():
            need([t["value"] for t in typed[o["answer"]] or ()] == o["values"], f"{o['answer']} was not typed as {name}")
            for half, t in zip(o["halves"], typed[o["answer"]]):
                most = Q(5, 10 ** (t["decimals"] + 1)) if t["decimals"] is not None else 0
                need(0 <= rational(half) <= most, f"{name} leaves more open than its digits do")
        for k, row in enumerate(plain["steps"]):
            try:
                self.steps.append(Step(self, *row))
                tight(self.steps[k].real, row[4:], "its bounds")
            except Refused as why: raise Refused(f"step {k} ({row[0]}, {row[3]}): {why}") from None
    def enclosure(self, k: int) -> I:  # by all errors together, and by what the last operation makes of what it takes
        need(type(k) is int and 0 <= k < len(self.steps), "it points at no step")
        if k not in self.proved:
            Replay.work += k
            need(Replay.work < MOST, "it asks for more work than any honest certificate")
            found, takes = self.together(k), self.steps[k].takes
            self.proved[k] = found if len(takes) != 1 else found.meet(self.steps[k].after(self.enclosure(takes[0])))
        return self.proved[k]
    def together(self, top: int) -> I:  # the mean value theorem: each error times a slope somewhere in between
        uses = {top: 1}
        for k in range(top, -1, -1):
            for t in self.steps[k].takes if k in uses else (): uses[t] = uses.get(t, 0) + 1
        slope, found = {top: ONE}, self.steps[top].exact
        for k in range(top, -1, -1):
            this = self.steps[k]
            if k not in slope or slope[k].nil(): continue
            found += slope[k] * (self.beside_terms(this, uses) if this.name == "round" else this.error)
            own = this.slopes = STEPS[this.name][1](this.x, this.plain) if this.slopes == 0 else this.slopes
            if own is None: return self.steps[top].real
            for t, s in zip(this.takes, own): slope[t] = slope.get(t, NIL) + slope[k] * s
        return found.meet(self.steps[top].real)
    def beside_terms(self, this: Step, uses: dict[int, int]) -> I:  # the room of a rounded sum; less, if its terms were rounded for it alone
        queue, terms, rule = [(this.takes[0], 1)], [], this.rule
        while queue:
            at, sign = queue.pop()
            term = self.steps[at]
            if term.error.nil() and term.real.sure():
                fits = rule.room(term.real, 1).nil()
            elif fits := uses[at] == 1 and term.name in ("add", "subtract", "negate"):
                queue += [(t, sign) for t in term.takes[:-1]]
                queue.append((term.takes[-1], sign if term.name == "add" else -sign))
            elif fits := uses[at] == 1 and [term.name, *term.extra] == ["round", rule.kind, rule.digits, 1, rule.cuts]:
                pair = [rule.room(self.steps[term.takes[0]].real, n) for n in (1, 3)]
                terms.append(pair if sign > 0 else [-p for p in pair])
            if not fits or rule.kind != "decimals": return this.error
        return rule.room(self.steps[this.takes[0]].real, rule.times, terms)
def tight(found: I, stated: list[str], what: str) -> None:  # a stated enclosure holds what was found here, and is hardly wider
    low, high = exactly(rational(stated[0])).b, exactly(rational(stated[1])).a
    off = max(S, abs(low), abs(high)) // 10**9
    need(low <= found.a and found.b <= high, f"{what} do not hold all that is possible")
    need(found.a - low <= off and high - found.b <= off, f"{what} are wider than they are shown to be")
class Judged:  # one answer under one reading: what follows of it from what it is shown by
    def __init__(self, answer: Any, f: Any, programs: list[Replay], talk: list[str]) -> None:
        self.answer, self.f, self.programs, self.talk = answer, f, programs, talk
        stated = (f["verdict"], rational(f["share"]), rational(f["followed"]), rational(f["credit"]))
        for t in f.get("typed", []):
            need(t["decimals"] is None or (type(t["decimals"]) is int and 0 <= t["decimals"] <= 400), "its decimals cannot be")
            if form := TYPED.fullmatch(t["text"] or ""):  # as the float nearest to it, and its decimals where it has no exponent
                same = rational(t["value"]) == Q(repr(float(t["text"]))) and (form[2] or t["decimals"] == len(form[1] or ""))
                need(same, f"{t['text']} was typed, not {t['value']}")
            self.say(f"{str(t['text'])[:40]!r} was read as {t['value']}, observed", t["text"] is not None and not form)
        shown = "observed" in f or (answer["kind"] not in CODE and ("claims" in f or not (f["note"] == COARSE or "mistake" in f)))
        need(shown, "nothing shows that it is code, coarse, or that mistake")
        self.say(f"not certified, observed: {f['verdict']} ({f.get('observed')})", "observed" in f)
        if "observed" in f:
            share = Q(f["verdict"] == "right") if f["verdict"] not in ("wrong", "failed", "carried") else stated[1]
            need(0 <= stated[2] <= share == stated[1] <= 1 and 0 <= stated[3] <= 1, "no share of it can be so")
        else:
            found = self.by_numbers() if "claims" in f else self.by_works() if "works" in f else self.by_values()
            need(found == stated, "what follows is {}: {} of it stands, {} carried; {} for a mistake".format(*found))
    def say(self, what: str, so: Any) -> None: self.talk += [f"{self.answer['name']}: {what}"] * bool(so)
    def by_numbers(self) -> tuple[str, Q, Q, Q]:
        typed, fits, own, credit, called = self.f["typed"], set[int](), set[int](), Q(0), {""}
        need([k for k, c in enumerate(self.f["claims"]) if c["by"] == "key"] == [0], "it is not held against the key")
        for c in self.f["claims"]:
            need(len(c["registers"]) == len(c["inside"]) == len(typed) > 0, "it claims other entries")
            hits = {i for i, t in enumerate(typed) if self.entry(c, i, t["value"])}
            if c["by"] in ("mistake", "named") and len(hits) == len(typed):
                credit, called = max(credit, rational(c.get("share", "0"))), called | {c.get("called", "")}
            self.say("right by an alternative that the assignment is said to allow", c["by"] == "alternative" and hits - fits)
            fits |= hits if c["by"] in ("key", "alternative") else set()
            # what follows must go on from what was typed for other answers, and never from itself
            own |= hits if c["by"] == "carried" and "refused" not in self.f and self.goes_on(c["program"]) else set()
        need(self.f.get("mistake", "") in called, "it is not what that mistake gives")
        if self.f["note"] == COARSE:  # right as far as they go, and all that are not accepted go less far than asked
            key = self.f["claims"][0]
            for t, k in ((typed[i], key["registers"][i]) for i in range(len(typed)) if i not in fits):
                off = abs(rational(t["value"]) * S - self.programs[key["program"]].steps[k].exact.a)
                need(t["decimals"] < self.f["asked"] and off * 10**t["decimals"] <= S * Q(500001, 10**6), "it is not right but coarse")
        self.say(f"{credit} of its points for a mistake that the assignment is said to pay for", credit > 0)
        self.say("nothing follows from own values that left nothing to work out, observed", "refused" in self.f)
        n, both = len(typed), fits | own
        follows = len(both) > len(fits) and (len(both) == n or self.answer["per_entry"])
        verdict = "right" if len(fits) == n else "carried" if follows and len(both) == n else "wrong"
        share = Q(len(both if follows else fits), n)
        return verdict, share, share - Q(len(fits), n), credit if verdict == "wrong" else Q(0)
    def goes_on(self, program: int) -> bool: return self.answer["name"] not in (self.programs[program].answers or [self.answer["name"]])
    def entry(self, c: Any, i: int, text: Any) -> bool:  # one number held against one enclosure: it may be reached, it cannot be, or neither is shown
        program, k = self.programs[c["program"]], c["registers"][i]
        at, e, (low, high) = program.steps[k], program.enclosure(k), map(rational, c["accepted"][i])
        tight(e, c["enclosure"][i], "its enclosure")
        exact, off = at.exact, WIDER * max(S, abs(e.a), abs(e.b)) + Q(e.b - e.a, 20)
        off += at.rule.place(max(-e.a, e.b)) if at.name == "round" else 0  # a last rounding may fall to the next place
        need(e.a - off <= low * S <= exact.b + off and exact.a - off <= high * S <= e.b + off, "what is accepted lies elsewhere")
        v, inside = rational(text) if text is not None else Q(10**400), c["inside"][i]
        off = min(WIDER * max(Q(1), abs(v)), Q(1, 10**6)) + abs(v) / 2**50
        need(inside == (low - off <= v <= high + off), f"{text} is {'not ' * inside}accepted by {c['by']}")
        off *= S * inside
        shown = "open" if (e.a - off <= v * S <= e.b + off) != inside else "inside" if inside else "outside"
        need(shown == c["shown"][i], f"{text} is {shown} by {c['by']}")
        between = f"from {float(low):.9g} to {float(high):.9g}; the enclosure alone does not show it"
        self.say(f"{text} is {'' if inside else 'not '}accepted by {c['by']}, {between}", shown == "open")
        return bool(inside)
    def by_works(self) -> tuple[str, Q, Q, Q]:
        held = [self.condition(self.programs[w["program"]], w) for w in self.f["works"]]
        return "right" if all(held) else "wrong", Q(sum(held), len(held)), Q(0), Q(0)
    def condition(self, program: Replay, w: Any) -> bool:  # whether a condition holds of every pair of numbers, for sure
        need(self.answer["name"] in program.answers, "what was typed is not tried")
        need(w["condition"].count(f" {w['relation']} ") == 1 and len(w["left"]) == len(w["right"]) > 0, "it is another condition")
        low, high = HOLDS[w["relation"].replace("!", "=")]
        gaps = [program.enclosure(k) - program.enclosure(o) for k, o in zip(w["left"], w["right"])]
        fits = [low <= d.a and d.b <= high for d in gaps]
        need(all(fit or d.b < low or d.a > high for d, fit in zip(gaps, fits)), "which side is larger is not sure")
        need(w["holds"] == all(fit != (w["relation"] == "!=") for fit in fits), f"{w['condition']} is not {w['holds']}")
        return bool(w["holds"])
    def by_values(self) -> tuple[str, Q, Q, Q]:
        f, read, rights = self.f, self.f["read"], self.f["right"]
        for c in f["chosen"]:
            found = [self.programs[p].enclosure(k) for p, k in c["at"]]
            need(all(e.sure() and e.a % S == 0 and e.a > 0 for e in found), "which is largest is not sure")
            words = [c["labels"][e.a // S - 1] if c["labels"] else str(e.a // S) for e in found]
            keyed = rights[0] if c["labels"] else [*map(str, rights[0])]
            need(words == c["words"] and (c["by"] != "key" or words == keyed), f"it follows {words}")
            if c["by"] == "carried" and words == read and any(self.goes_on(p) for p, _ in c["at"]): return "carried", Q(1), Q(0), Q(0)
        self.say("its sum names its result, observed", f["names_its_result"] is not False)
        if read in rights and f["names_its_result"] is False: return "right", Q(1), Q(0), Q(0)
        return "wrong", Q(sum(x == y for x, y in zip(read, rights[0])) if f["in_parts"] else 0, len(rights[0]) or 1), Q(0), Q(0)
def alone(q: Any, a: Any, f: Any) -> list[Any]:  # the score, the points that wait and the verdict of one answer by itself
    points, part, verdict, full = rational(a["points"]), rational(q["follow_through"]), f["verdict"], not q["result_only"]
    share, followed = rational(f["share"]), rational(f["followed"])
    entries = (share - followed + part * followed) * points * (a["kind"] in CODE or (a["per_entry"] and full))
    score = {"right": points, "failed": entries, "wrong": max(entries, rational(f["credit"]) * points * full)}
    score["carried"] = max(part * share * points, entries if followed else 0) * full
    got = score.get(verdict, Q(0))
    if verdict == "wrong" and f["note"] == COARSE and rational(a["precision_penalty"]) and full:
        got = max(got, points - min(rational(a["precision_penalty"]), points))
    verdict, mark = "wrong" if verdict == "carried" and not (full and part) else verdict, rational(a.get("mark", "-1"))
    if mark >= 0 and (verdict == "pending" or got < mark): got, verdict = mark, "right" if mark == points else "wrong"
    need(0 <= got <= points, f"{a['name']}: no points from 0 to {points}")
    return [got, points if verdict == "pending" else Q(0), verdict]
def earned(q: Any, findings: Any) -> dict[str, list[Any]]:  # the points of a question under one reading: alone, implied, together
    points = {a["name"]: rational(a["points"]) for a in q["answers"]}
    found = {a["name"]: alone(q, a, findings[a["name"]]) for a in q["answers"]}
    made_at: dict[Any, str] = {}  # where each mistake was made for the first time
    for name, row in found.items():
        if row[2] == "wrong" and made_at.setdefault(findings[name].get("mistake") or (name,), name) != name:
            row[0] = max(row[0], rational(q["repeated_mistake"]) * points[name] * (not q["result_only"]))
    proved = [name for name, row in found.items() if row[2] == "right"]
    while proved:
        for name in q["implies"].get(proved.pop(), []):
            proved += [name] * (found[name][2] != "right")
            found[name] = [points[name], Q(0), "right"] if found[name][2] != "right" else found[name]
    for group in q["together"]:
        if not all(v in ("right", "pending") or (v == "carried" and got == points[n])
                   for n in group for got, _, v in [found[n]]):
            found |= {n: [Q(0), Q(0), "wrong" if found[n][2] == "pending" else found[n][2]] for n in group}
    return found
def under(found: dict[str, list[Any]], left: Q) -> Q:  # the score: what is above the cap falls off the last answers, and then off what waits
    for row, column in [(row, column) for column in (0, 1) for row in found.values()]:
        row[column] = min(row[column], left)
        left -= row[column]
    return sum((row[0] for row in found.values()), Q(0))
def told(q: Any, taken: Any, found: dict[str, list[Any]]) -> list[str]:  # which rules, for the reader to see
    lines = [f"{q['id']}: read as {taken['id']}, which the assignment is said to allow"] * (len(q["readings"]) > 1)
    for a, (got, *_) in zip(q["answers"], found.values()):
        alike, mark = alone(q, a, taken["findings"][a["name"]])[0], a.get("mark")
        lines += [f"{a['name']}: staff gave {mark}"] * (mark is not None)
        lines += [f"{a['name']}: {got} and not {alike}, as the assignment is said to tie it to others"] * (got != alike)
    return lines
def late(rule: Any, score: Q) -> list[str]:  # what late work is left, by the rule and the dates that are stated
    due, came = datetime.fromisoformat(rule["due"]), datetime.fromisoformat(rule["handed_in"])
    none, clocks = timedelta(), (came.utcoffset() or timedelta()) - (due.utcoffset() or timedelta())
    by = came - due + (min(clocks, none) if abs(clocks) <= timedelta(hours=1) else none)  # changed clocks cost nothing
    days = -(-by // timedelta(days=1)) if by > timedelta(minutes=rule["grace_minutes"]) else 0
    left = score * (1 - min(days * rational(rule["per_day"]), rational(rule["most"])))
    need(days == rule["days"] >= 0 and 0 <= left == rational(rule["left"]) <= score, f"{days} days late, {left} are left")
    return [f"{days} days late by the dates that it states, at {rule['per_day']} a day, at most {rule['most']}: {left} of the points are left"]
def plain(text: str) -> str: return "".join(letter if letter.isprintable() else "?" for letter in text[:400])
def whole(text: str) -> int:
    need(len(text) < 20 and "a" not in text and "I" not in text, f"{text[:20]} is no number of a certificate")
    return int(text)
def once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    need(len(dict(pairs)) == len(pairs), "a name stands there twice")
    return dict(pairs)
def check(c: Any, talk: list[str]) -> Q:  # the points that rest on what was only observed; all else is shown, or refused
    need(c["certificate"] == 1, "it is no certificate of this form")
    typed = {n: next((f[n]["typed"] for f in found if "typed" in f[n]), None) for q in c["questions"]
             for found in [[reading["findings"] for reading in q["readings"]]] for n in found[0]}
    names = [a["name"] for q in c["questions"] for a in q["answers"]]
    need(len({*names}) == len(names) and {*names} == {*typed}, "an answer stands there twice, or nowhere")
    Replay.work, programs, sums, unshown = 0, [Replay(p, typed) for p in c["programs"]], [Q(0)] * 3, Q(0)
    for q in c["questions"]:
        for a, f in [(a, reading["findings"][a["name"]]) for reading in q["readings"] for a in q["answers"]]:
            need(f.get("typed") in (None, typed[a["name"]]), f"{a['name']}: under another reading another number was typed")
            try: Judged(a, f, programs, talk)
            except Refused as why: raise Refused(f"{a['name']}: {why}") from None
        each = [earned(q, reading["findings"]) for reading in q["readings"]]
        best = max(each, key=lambda found: sum((row[0] for row in found.values()), Q(0)))
        taken = q["readings"][each.index(best)]
        need(taken["id"] == q["taken"], f"{q['id']}: another reading gives more")
        talk += told(q, taken, best)
        most = min(sum((rational(a["points"]) for a in q["answers"]), Q(0)), rational(q["cap"]) if q["cap"] is not None else Q(HUGE))
        shown = {n: {**f, **NOTHING} if "observed" in f else f for n, f in taken["findings"].items()}
        need(most >= 0 and all(0 <= rational(q[k]) <= 1 for k in ("follow_through", "repeated_mistake")), f"{q['id']}: no rule gives that")
        unshown += under(best, most) - under(earned(q, shown), most)
        for name, row in best.items():
            fits = row[:2] == [rational(q["awards"][name][k]) for k in SUMS[:2]] and len(q["awards"]) == len(best)
            need(fits, f"{name} earns {row[0]}, and {row[1]} wait")
        parts = [*(sum(row[k] for row in best.values()) for k in (0, 1)), most]
        need(parts == [rational(q[k]) for k in SUMS], f"{q['id']} sums up to {parts[0]} of {most}")
        sums = [x + y for x, y in zip(sums, parts)]
    need(sums == [rational(c[k]) for k in SUMS], f"the sum is {sums[0]} of {sums[2]}")
    steps = [(step.name, *step.extra) for program in programs for step in program.steps if step.name in ("round", "near")]
    far, so = max((rational(step[1]) for step in steps if step[0] == "near"), default=Q(0)), "as the assignment is said to ask"
    talk += {f"rounded to {step[2]} {step[1]} or finer{', or cut off' * step[4]}, {so}" for step in steps if step[0] == "round"}
    talk += [f"accepted if no further than {far} from the key, {so}"] * (far > 0)
    talk += [f"not shown: {rule}" for rule in c["unshown"]] + (late(c["late"], sums[0]) if c["late"] else [])
    return unshown
def digest(path: Path) -> str:  # the SHA-256 of a file; of a folder that of the list of its files
    if not path.is_dir(): return hashlib.sha256(path.read_bytes()).hexdigest()
    inside = [one for one in sorted(path.rglob("*")) if one.is_file() and not one.is_symlink()]
    return hashlib.sha256("".join(f"{digest(one)}  {one.relative_to(path).as_posix()}\n" for one in inside).encode()).hexdigest()
def confirmed(words: list[str]) -> str:  # what was said on the way and, at the end, what is confirmed
    talk, (file, *options) = list[str](), words or [""]
    need(len(words) % 2 and {*options[::2]} <= {"--assignment", "--submission"} and not file.startswith("-"), USAGE)
    need(Path(file).stat().st_size < LARGEST, "the file is too large")
    c = json.loads(Path(file).read_bytes(), object_pairs_hook=once, parse_constant=whole, parse_int=whole)
    sums = [*(rational(c[k]) for k in SUMS), check(c, talk)]
    for option, path in zip(options[::2], options[1::2]):
        need(digest(Path(path)) == c[option[2:]]["sha256"], f"{path} is another {option[2:]}")
    parts = [f"{float(p):g}" if Q(f"{float(p):g}") == p else str(p) for p in sums]
    rest = " {3} of the points rest on what is not certified." if sums[3] else ""
    return "\n".join([*sorted({*map(plain, talk)}), ("CONFIRMED: {0} of {2} points; {1} wait for staff." + rest).format(*parts)])
def main(words: list[str]) -> int:
    try:
        print(confirmed(words))
        return 0
    except (Refused, *FAULTS) as why:
        print(plain(f"{'NOT CONFIRMED' if isinstance(why, Refused) else 'This is no certificate: ' + type(why).__name__}: {why}"))
        return 1 if isinstance(why, Refused) else 2
if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
