"""What the page says, part by part, out of what was gathered."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import numpy as np

from grader.report import plots
from grader.report.features import ways_to_group
from grader.report.figures import FEWEST, Item, alpha, fifths, histogram
from grader.report.gathered import Gathered
from grader.report.harder import compared
from grader.report.other_sheets import agreements
from grader.report.page import Section, Table
from grader.report.wrong import groups, ranked
from grader.words.sentences import reports as sentences

SHOWN = 5  # hand-ins from which averages are shown


def sections(gathered: Gathered, *, shared: bool = False) -> Iterator[Section]:
    """All sections; `shared` leaves out what is for staff alone."""
    yield _scores(gathered)
    if len(gathered.graded) >= SHOWN and gathered.sheet is not None:
        yield _outcomes(gathered)
        yield _items(gathered)
    yield _mistakes(gathered)
    yield _groups(gathered)
    yield _variants(gathered)
    if not shared:
        yield _agreement(gathered)
    yield _failures(gathered)
    yield _requests(gathered)


def _scores(gathered: Gathered) -> Section:
    count, sheet = len(gathered.graded), gathered.sheet
    said = [
        sentences.counted(count, len(gathered.blank), len(gathered.refused)),
        sentences.provisional(gathered.provisional),
        sentences.marks_left_out(gathered.left_out),
    ]
    if sheet is None or count < SHOWN:
        return Section("scores", "Scores", [*said, sentences.few(count, SHOWN)])
    most = gathered.most_in_all
    bars = histogram(gathered.totals, most)
    rows = [{"from": low, "to": high, "students": number} for low, high, number in bars]
    said += [
        sentences.totals(sheet.mean, sheet.median, sheet.sd, most),
        sentences.reliability(sheet.alpha, sheet.standard_error),
    ]
    parts = [
        (question, len(columns), float(np.array(list(columns.values())).sum(axis=0).mean()),
         sum(gathered.most[name] for name in columns),
         alpha(np.array(list(columns.values()))) if len(columns) > 1 else None)
        for question, columns in gathered.by_question().items() if columns
    ]  # fmt: skip
    tables = [
        Table(sentences.how_many_reached(), ("from", "to below", "hand-ins"), bars,
              frozenset({0, 1, 2})),
        Table("Questions", ("question", "answers", "mean", "of", "α"), parts,
              frozenset({1, 2, 3, 4})),
    ]  # fmt: skip
    return Section("scores", "Scores", said, [plots.histogram(rows)], tables)


def _outcome(answer: dict[str, object]) -> str:
    verdict = str(answer["verdict"])
    return "part" if verdict == "wrong" and answer["score"] else verdict


def _outcomes(gathered: Gathered) -> Section:
    names = list(gathered.points)
    counts = {
        name: Counter(_outcome(dict(work.answers[name])) for work in gathered.graded)
        for name in names
    }
    rows = [
        {"answer": name, "outcome": outcome, "students": counts[name][outcome]}
        for name in names
        for outcome in plots.OUTCOMES
        if counts[name][outcome]
    ]
    table = Table(
        sentences.what_became_in_parts(),
        ("answer", *plots.OUTCOMES, "omitted", "points lost"),
        [
            (
                name,
                *(counts[name][outcome] for outcome in plots.OUTCOMES),
                f"{counts[name]['missing'] / len(gathered.graded):.0%}",
                round(len(gathered.graded) * gathered.most[name] - sum(gathered.points[name]), 2),
            )
            for name in names
        ],
        frozenset(range(1, len(plots.OUTCOMES) + 3)),
    )
    return Section("answers", "Answers", (), [plots.outcomes(rows, names)], [table])


def _items(gathered: Gathered) -> Section:
    sheet = gathered.sheet
    items: Sequence[Item] = sheet.items if sheet is not None else ()
    dots = [
        {"answer": one.name, "facility": one.facility, "discrimination": one.with_rest}
        for one in items
        if one.with_rest is not None
    ]
    header = ("answer", "of", "facility", "sd", "discrimination", "95 %", "corr(x, T)", "efficiency",
              "share", "weight", "D27", "α without")  # fmt: skip
    table = Table(
        "Items",
        header,
        [
            (i.name, i.most, i.facility, i.sd, i.with_rest, i.interval, i.with_total, i.efficiency,
             i.share, i.weight, i.top_bottom, i.alpha_without)
            for i in items
        ],
        frozenset(range(1, len(header))),
    )  # fmt: skip
    curves = Table(
        sentences.facility_in_fifths(),
        ("answer", "weakest", "2", "3", "4", "best"),
        [(i.name, *fifths(np.array(gathered.points[i.name]), gathered.totals, i.most))
         for i in items],
        frozenset(range(1, 6)),
    )  # fmt: skip
    full = [i.name for i in items if i.facility == 1 and i.variance == 0]
    tables = [table, curves] if len(gathered.graded) >= FEWEST else [table]
    said = [sentences.formulas(), sentences.all_right(full)]
    return Section("items", "Items", said, [plots.items(dots)] if dots else (), tables)


def _mistakes(gathered: Gathered) -> Section:
    found = ranked(gathered)
    rows = [
        (one.note.partition(".")[2].replace("-", " "), one.students, one.cost,
         ", ".join(one.answers), one.sentence)
        for one in found
    ]  # fmt: skip
    table = Table(sentences.named_mistakes(),
                  ("mistake", "hand-ins", "points lost", "answers", sentences.as_it_was_said()), rows,
                  frozenset({1, 2}))  # fmt: skip
    said = [] if found else [sentences.no_mistakes()]
    return Section("mistakes", "Mistakes", said, (), [table])


def _groups(gathered: Gathered) -> Section:
    rows = [
        (one.answer, one.shown, len(one.students), one.cost,
         one.proposed.replace("-", " ") or None)
        for one in groups(gathered)
    ]  # fmt: skip
    table = Table(
        sentences.shared_wrong_answers(),
        ("answer", "typed", "hand-ins", "points lost", "proposed misconception"),
        rows[:40],
        frozenset({2, 3}),
    )
    return Section("groups", "Not named yet", [sentences.groups_explained()], (), [table])


def _variants(gathered: Gathered) -> Section:
    ways = [(name, ones, compared(ones)) for name, ones in ways_to_group(gathered)]
    if not ways:
        same = gathered.course is not None and gathered.course.is_shared
        why = sentences.one_variant() if same else sentences.no_variants()
        return Section("variants", "Variants", [why])
    said = [] if ways[0][0] == "by variant" else [sentences.own_numbers()]
    ordered = sorted(one.p for _, _, one in ways if one is not None)
    for name, _, one in ways:
        if one is None:
            continue
        rank = ordered.index(one.p)
        adjusted = min(1.0, max(p * (len(ordered) - k) for k, p in enumerate(ordered[: rank + 1])))
        said += [
            f"{name[:1].upper()}{name[1:]}. {sentences.group_means(one.groups)}",
            sentences.difference(one.difference, *one.interval),
            sentences.tested(one.h, one.p, one.exact, adjusted),
        ]
    return Section("variants", "Variants", said)


def _agreement(gathered: Gathered) -> Section:
    found = agreements(gathered)
    title = sentences.answers_of_another_sheet()
    if found is None:
        return Section("agreement", title, [sentences.no_agreement()])
    rows = [
        (one.student, one.other, ", ".join(one.answers), one.wrong, f"{one.chance:.4f}")
        for one in found.found[:50]
    ]
    table = Table(
        "For staff",
        ("hand-in", "sheet", sentences.right_there(), "wrong in all", "decoys as near"),
        rows,
        frozenset({3, 4}),
    )
    said = sentences.agreement(len(found.found), found.compared, found.decoys, found.expected)
    return Section("agreement", title, [said], (), [table], sentences.innocent())


def _failures(gathered: Gathered) -> Section:
    rows = [(work.id, str(work.result["error"])) for work in gathered.refused]
    rows += [(work.id, why) for work in gathered.graded for why in failed(work.result["answers"])]
    table = Table(sentences.not_graded(), ("hand-in", "why"), rows)
    return Section("failures", "Failures", [] if rows else [sentences.no_failures()], (), [table])


def failed(answers: Sequence[Mapping[str, Any]]) -> Iterator[str]:
    """What failed in one hand-in: every reason once, with the answers that it cost."""
    why: dict[str, list[str]] = {}
    for answer in answers:
        if answer["verdict"] == "failed":
            why.setdefault(str(answer["message"]), []).append(str(answer["name"]))
    for message, names in why.items():
        few = ", ".join(names[:_FEW]) + (f" + {len(names) - _FEW}" if len(names) > _FEW else "")
        yield f"{few}: {message}"


_FEW = 4  # names of answers in a line


def _requests(gathered: Gathered) -> Section:
    columns = ("student", "answer", "reason", "decision")
    rows = [tuple(row.get(name, "") for name in columns) for row in gathered.requests]
    table = Table(sentences.asked_for_another_look(), columns, rows)
    return Section("requests", "Requests", [] if rows else [sentences.no_requests()], (), [table])
