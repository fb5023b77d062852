"""Do certificates hold? `python -m bench.certificates [zoo | variants [N [LOG]] | alterations [N] | speed]`.

Every certificate is written, read again as text, and gone over by the checker, which shares no line
with the rest:

- `zoo`: every submission of the zoo of every assignment that ships;
- `variants`: drawn variants, each with right, rounded, carried and wrong work; on two cores, and with a
  log a run that was stopped goes on where it was;
- `alterations`: one number of a certificate is changed; what matters must be refused, and what does
  not is counted by why it does not;
- `speed`: a certificate beside the check alone, in turns.
"""

from __future__ import annotations

import hashlib
import json
import random
import statistics
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from fractions import Fraction
from pathlib import Path
from typing import Any

import numpy as np
import yaml

from bench.honest import SECRET
from grader.assignment import Assignment, find_assignment, load_assignment
from grader.assignment.kinds import CODE, NUMERIC
from grader.assignment.model import Answer
from grader.certificate import Onlooker, as_text, certificate_of, certify
from grader.certificate import checker as checker_text
from grader.certificate.certify import own_digest
from grader.certificate.exact import Row
from grader.grading.grade import check, grade
from grader.key.right_values import right_texts
from grader.key.store import Keys
from grader.key.target import Target, rounding_of
from grader.outcome.errors import GraderError
from grader.submission.work import opened
from grader.variant.lottery import Lottery
from grader.variant.solution import Asked, asked_of
from grader.variant.student_numbers import filled
from reference.readings.reach import places, work
from tools import check_certificate as checker

STYLES = ("right", "rounded", "carried", "wrong")
ZOO = Path(__file__).parents[1] / "tests" / "zoo"


# What may be changed without changing what is true, and why: the end of where it stands in a certificate.
HARMLESS = {
    "accepted": "what the program accepts is stated, and held between the exact value and the enclosure; the verdict stays",
    "enclosure": "less than a billionth",
    "steps": "another step is taken that has the very same value and no error of its own",
    "program": "another program in which that step has the very same enclosure",
    "at": "another step that has the very same enclosure",
    "registers": "another step that has the very same enclosure",
    "student": "an id that happens to be a number; no point hangs on it",
    "follow_through": "a rule that no answer of the question used",
    "result_only": "a rule that no answer of the question used",
    "repeated_mistake": "a rule that no answer of the question used",
    "cap": "a bound that the question does not reach",
    "points": "of an answer above the cap of its question",
    "per_entry": "a rule that the answer did not use",
    "precision_penalty": "a rule that the answer did not use",
    "share": "of a mistake that was not made, or of an answer that is not certified and earns nothing by it",
    "followed": "of an answer that is not certified and earns nothing by it",
    "credit": "of an answer that is not certified and earns nothing by it",
    "asked": "still more decimals than were typed",
    "decimals": "of a number that was no plain decimal and is not gone on from",
    "read": "another wrong word in place of a wrong one: who typed it shows by the digest of the submission",
    "right": "another right word where a wrong one was typed: what is right shows by the digest of the assignment",
    "in_parts": "a rule that the answer did not use",
    "names_its_result": "of an answer that is wrong by its value",
    "text": "a number as typed that is no plain decimal",
    "labels": "words that were not chosen",
    "mark": "staff gave less than the program, or as much",
    "id": "a name that happens to be a number",
}


def verdict(certificate: Row) -> tuple[str, list[str]]:
    """What the checker says of a certificate after it was written and read again."""
    said: list[str] = []
    try:
        checker.check(json.loads(as_text(certificate)), said)
    except checker.Refused as why:
        return f"not confirmed: {why}", said
    except checker.FAULTS as fault:  # a certificate of ours that is none
        return f"not confirmed: {type(fault).__name__}: {fault}", said
    return "confirmed", said


def animals(folders: str = "*") -> Iterator[tuple[Path, str]]:
    """The submissions of the zoo, with the assignments they are about."""
    for table in sorted(ZOO.glob(f"{folders}/expected.yaml")):
        for case in yaml.safe_load(table.read_text(encoding="utf-8")):
            yield table.parent / case, table.parent.name


def chance_of(seed: int) -> random.Random:
    """Chances that anybody may take again."""
    return random.Random(seed)  # noqa: S311 - nothing hangs on nobody knowing them


def zoo(folders: str = "*") -> int:
    """Every submission of the zoo."""
    return _told("the zoo", of_zoo(folders))


def of_zoo(folders: str) -> Counter[str]:
    """What becomes of the submissions of these assignments."""
    found: Counter[str] = Counter()
    for path, assignment in animals(folders):
        try:
            _, certificate = certify(path, assignment=assignment)
        except GraderError:
            found["refused by the grader, too"] += 1
            continue
        _count(found, certificate, str(path.relative_to(ZOO)))
    return found


def drawn(count: int, log: Path | None = None, processes: int = 2) -> int:
    """So many variants, each in every style of work; what a log holds already is not done again.

    Without one named it lies under `build/`, one for each state of our sources.
    A variant is a row of the log: its place, its sheet, and what was counted.
    """
    log = log or Path(__file__).parents[1] / "build" / f"certificates-{_state()}.jsonl"
    log.parent.mkdir(exist_ok=True)
    rows = _rows(log)
    todo = [k for k in range(count) if k not in rows]
    pairs = [(k, *which(k)) for k in todo]
    pairs.sort(key=lambda pair: (pair[1], pair[0]))  # one draw serves many of a sheet
    parts = [pairs[start : start + _BUNCH] for start in range(0, len(pairs), _BUNCH)]
    with ProcessPoolExecutor(processes) as pool, log.open("a", encoding="utf-8") as file:
        for found in pool.map(_bunch, parts):
            for row in found:
                file.write(json.dumps(row) + "\n")
            file.flush()
    total: Counter[str] = Counter()
    for k, done in sorted(_rows(log).items()):
        if k < count:
            total.update(done["found"])
    total["variants"] = count
    return _told(f"{count} variants, each in {len(STYLES)} kinds of work", total)


def _state() -> str:
    """Our sources, the checker's and these lines: a row holds for one state of them."""
    text = "".join([own_digest(), checker_text(), Path(__file__).read_text("utf-8")])
    return hashlib.sha256(text.encode()).hexdigest()[:12]


def _rows(log: Path) -> dict[int, dict[str, Any]]:
    """What was done already; a line that was cut short by a stop is done again."""
    if not log.is_file():
        return {}
    whole = [line for line in log.read_text("utf-8").splitlines(keepends=True) if line[-1] == "\n"]
    return {row["variant"]: row for row in map(json.loads, whole)}


_BUNCH = 5
# How many of a hundred variants a sheet gets: a page of an exam costs a twentieth of a long sheet.
SHARES = {
    "exam-bptt-8": 32,
    "exam-relu-9": 28,
    "exam-relu-12": 26,
    "modern-cells": 4,
    "quiz-gated-cells": 3,
    "rnn-exercises": 2,
    "attention-and-decoding": 2,
    "sheet-pos-tagging": 2,
    "training-by-hand": 1,
}


def which(k: int) -> tuple[str, int]:
    """The sheet of a variant, and its student."""
    hundred = [(name, place) for name, share in SHARES.items() for place in range(share)]
    name, place = hundred[k % 100]
    return name, k // 100 * SHARES[name] + place


def _bunch(pairs: list[tuple[int, str, int]]) -> list[dict[str, object]]:
    """Some variants in every style of work."""
    return [
        {"variant": k, "sheet": name, "student": student, "found": certified(name, student, k)}
        for k, name, student in pairs
    ]


def certified(name: str, student: int, seed: int, styles: Sequence[str] = STYLES) -> Counter[str]:
    """What becomes of a student's sheet, worked in these styles with slips by a seed."""
    assignment = variant(load_assignment(find_assignment(name)), student)
    keys, found = Keys(assignment, remember=True), Counter[str]()
    asked = [*asked_of(keys.expected)]  # intervals that are known serve every style
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "work.yaml"
        for style in styles:
            answers = worked(assignment, style, chance_of(seed), keys, asked)
            path.write_text(yaml.safe_dump({"assignment": name, **answers}), "utf-8")
            where = f"{name}, student {student}, {style}"
            _count(found, certificate_for(assignment, path, keys), where)
            found[f"certificates of {style} work"] += 1
    return found


def variant(sheet: Assignment, student: int) -> Assignment:
    """A sheet with the numbers that are drawn first for student 0, 1, ...; vetting would be dear."""
    return next(
        filled(sheet, numbers)
        for numbers in Lottery(sheet).unvetted(SECRET, [f"student {student}"])
    )


def certificate_for(assignment: Assignment, path: Path, keys: Keys | None = None) -> Row:
    """The certificate of a work on numbers that were drawn already."""
    seen = Onlooker()
    with opened(path) as found:
        report = grade(
            assignment, found, witness=seen, explain=False, keys=keys
        )  # names earn nothing
    return certificate_of(report, seen, path)


def worked(
    assignment: Assignment,
    style: str,
    chance: random.Random,
    keys: Keys,
    asked: Sequence[Asked] = (),
) -> dict[str, object]:
    """What a student of a style hands in: numbers, and whatever else has a key."""
    answers = dict(_words(assignment, style, keys))
    own: dict[str, dict[str, np.ndarray]] = {}
    for one in asked or asked_of(keys.expected):
        answer, target = one.answer, one.target
        if answer.kind not in NUMERIC or answer.name in answers:
            continue
        carried = own.setdefault(target.system_name, {})
        value = np.asarray(target.value_given(carried))
        if style == "rounded" and answer.tolerance.is_worked_out:
            value = _rounded(target, answer.tolerance, chance)
        elif style == "wrong" or (style == "carried" and not carried and target.name):
            value = value + chance.choice([-0.2, 0.07, 0.5]) * (1 + np.abs(value))
        if style == "right":
            texts = right_texts(value, target.accepted(answer.tolerance), answer.tolerance)
        else:
            decimals = answer.tolerance.decimals if answer.tolerance.decimals is not None else 4
            texts = np.vectorize(lambda v, d=decimals: f"{v:.{d}f}", otypes=[object])(value)
        answers[answer.name] = texts.tolist()
        if style == "carried" and target.name:
            carried[target.name] = np.vectorize(float, otypes=[float])(texts)
    return answers


def _words(assignment: Assignment, style: str, keys: Keys) -> Iterator[tuple[str, object]]:
    """The answers that are no rounded numbers, right or, in wrong work, others of the same kind."""
    for question in assignment.questions:
        for answer in question.answers:
            if answer.kind in (*NUMERIC, *CODE, "text", "expression"):
                continue
            key = keys.of(answer, question, (question.readings or (None,))[0])
            value = list(key.value) if isinstance(key.value, tuple) else key.value
            if key.kind not in NUMERIC:
                yield answer.name, _another(value, answer) if style == "wrong" else value


def _another(value: Any, answer: Answer) -> object:
    """A wrong answer of the same kind."""
    match value:
        case bool():
            return not value
        case int() | float():
            return value + 1
        case list():
            return [_another(entry, answer) for entry in value]
        case dict():
            names = list(value.values())
            return dict(zip(value, names[1:] + names[:1], strict=True))
        case _:
            others = [word for word in (*answer.options, *answer.labels) if word != value]
            return others[0] if others else "0"


def _rounded(target: Target, tolerance: object, chance: random.Random) -> np.ndarray:
    """A working that rounds at random, to the decimals of the sheet or finer."""
    rounding = rounding_of(tolerance)  # type: ignore[arg-type]
    here = places(target.system.cell, target.expression, _inputs(target), rounding)
    choices = [[chance.choice((0, 1, 1, 1, 3)) for _ in range(here.count)]]
    return np.asarray(work(here, np.array(choices, dtype=np.int8))[0])


def _inputs(target: Target) -> dict[str, np.ndarray]:
    return {**target.system.inputs, **target.system.pins}


def altered(certificate: Row, chance: random.Random) -> tuple[str, Row]:
    """The certificate with one of its numbers changed, and where."""
    text = json.loads(json.dumps(certificate))
    numbers = list(_numbers(text, ""))
    where, holder, key = chance.choice(numbers)
    holder[key] = _other(holder[key], chance)
    return where, text


def _numbers(node: Any, where: str) -> Iterator[tuple[str, Any, Any]]:
    items = (
        node.items()
        if isinstance(node, dict)
        else enumerate(node)
        if isinstance(node, list)
        else ()
    )
    for key, value in items:
        here = f"{where}/{key}"
        if isinstance(value, (dict, list)):
            yield from _numbers(value, here)
        elif isinstance(value, (bool, int)) or (
            isinstance(value, str) and checker.NUMBER.fullmatch(value)
        ):
            yield here, node, key


def _other(value: object, chance: random.Random) -> object:
    if isinstance(value, bool):
        return not value
    if isinstance(value, int):
        return value + chance.choice((-1, 1))
    number = Fraction(str(value))
    return str(
        number + chance.choice((-1, 1)) * chance.choice((Fraction(1, 100), 1, abs(number) or 1))
    )


def alterations(count: int) -> int:
    """One number of a certificate is changed, again and again."""
    found: Counter[str] = Counter()
    chance = chance_of(1)
    certificates = []
    for path, assignment in animals("exam-*"):  # short ones: each change is gone over as a whole
        if path.suffix == ".yaml":
            certificates.append(certify(path, assignment=assignment)[1])
    for _ in range(count):
        where, text = altered(chance.choice(certificates), chance)
        try:
            checker.check(text, [])
        except (checker.Refused, *checker.FAULTS):
            found["refused"] += 1
        else:
            kind = kind_of(where)
            why = HARMLESS.get(kind, "NOBODY KNOWS WHY")
            found[f"still true: {kind} ({why})"] += 1
    _told(f"{count} alterations", found)
    return 1 if any("NOBODY" in name for name in found) else 0


def kind_of(where: str) -> str:
    """The field that was changed, without the places in lists."""
    return [part for part in where.split("/") if part and not part.isdigit()][-1]


def speed(rounds: int = 5) -> int:
    """A certificate beside the check alone, in turns."""
    for sheet in SHARES:
        paths = [path for path, name in animals(sheet) if path.suffix == ".yaml"]
        ratios = []
        for _ in range(rounds):
            times = []
            for do in (check, certify):
                start = time.perf_counter()
                for path in paths:
                    as_text(done[1]) if isinstance(
                        done := do(path, assignment=sheet), tuple
                    ) else done
                times.append(time.perf_counter() - start)
            ratios.append(times[1] / times[0])
        print(f"{sheet}: {len(paths)} works, certificate / check {statistics.median(ratios):.2f}")
    return 0


def _count(found: Counter[str], certificate: Row, where: str) -> None:
    said, talk = verdict(certificate)
    found[said.split(":")[0]] += 1
    if said != "confirmed":
        print(f"{where}: {said}")
    observed = [line for line in talk if "not certified" in line]
    found["answers missing"] += sum("(answer.missing)" in line for line in observed)
    found["answers not certified"] += sum("(answer.missing)" not in line for line in observed)
    found["numbers neither shown"] += sum("does not show" in line for line in talk)
    found["numbers shown"] += as_text(certificate).count('side"')


def _told(what: str, found: Counter[str]) -> int:
    print(f"{what}:")
    for name, count in sorted(found.items()):
        print(f"  {name}: {count}")
    return 1 if found["not confirmed"] else 0


def main(words: list[str]) -> int:
    """Do what the words ask for; without any, the zoo, 1,000 variants and 2,000 alterations."""
    match words:
        case ["zoo"]:
            return zoo()
        case ["variants", *rest]:
            return drawn(int(rest[0]) if rest else 1000, Path(rest[1]) if rest[1:] else None)
        case ["alterations", *rest]:
            return alterations(int(rest[0]) if rest else 2000)
        case ["speed"]:
            return speed()
        case _:
            return zoo() or drawn(1000) or alterations(2000) or speed()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
