# ruff: noqa: D103 -- every function here is one sentence and documents itself
"""What the report of a class says beside its figures, and what is honest to claim."""

from __future__ import annotations

from collections.abc import Sequence

from grader.words.text import counted as number_of
from grader.words.text import listed


def plots_not_installed() -> str:
    return "The drawings of a report need two more packages: pip install 'rnn-grader[report]'."


def written(path: str) -> str:
    return f"{path}: open it in a browser; it loads nothing from elsewhere."


def nothing_graded(out: str) -> str:
    return f"{out} holds nothing that figures could be made of: nobody's file was graded."


def counted(students: int, blank: int, refused: int) -> str:
    left = [
        f"{count} {what}"
        for count, what in (
            (blank, "without a single answer"),
            (refused, "that could not be graded"),
        )
        if count
    ]
    out = f" Left out of every figure: {listed(left)}." if left else ""
    return f"{students} hand-ins are counted, a group's once.{out}"


def provisional(names: Sequence[str]) -> str:
    if not names:
        return ""
    return (
        f"Provisional: {listed(names)} still wait for staff in some hand-ins and are in no figure "
        "below, nor in the totals."
    )


def few(count: int, fewest: int) -> str:
    return (
        f"With {count} hand-ins an average says whom it is about, and figures of items say little: "
        f"they are shown from {fewest} on."
    )


def totals(mean: float, median: float, sd: float, most: float) -> str:
    return (
        f"Of {most:g} points, before anything is taken off for coming late: mean {mean:.2f}, median "
        f"{median:.2f}, standard deviation {sd:.2f} (n − 1)."
    )


def reliability(alpha: float | None, error: float | None) -> str:
    if alpha is None:
        return "Reliability: nothing can be said, as everybody has the same total."
    spread = f"; standard error of a total sd(T)·√(1 − α) = {error:.2f} points" if error else ""
    return (
        f"Reliability of the sheet: Cronbach's α = k/(k − 1)·(1 − Σ var(x)/var(T)) = {alpha:.2f}"
        f"{spread}. Answers that follow from one another are not independent, which makes α larger "
        "than it should be; so it stands for every question, too."
    )


def formulas() -> str:
    return (
        "Facility: mean of x / most. Discrimination: corr(x, T − x), the rest and not the total, "
        "with its 95 % interval from 10 hand-ins on. Efficiency: cov(x, R)/cov of both sorted. "
        "Share: cov(x, T)/var(T). D27: facility of the best 27 % less that of the weakest. A dash: "
        "everybody has the same points, so there is no correlation."
    )


def all_right(names: Sequence[str]) -> str:
    return f"Everybody has full points in {listed(names)}." if names else ""


def no_mistakes() -> str:
    return "No usual mistake was named."


def groups_explained() -> str:
    return (
        "Wrong numbers that several students share and no usual mistake was named for. Where "
        "students have numbers of their own, those are together whose answer is the same multiple "
        "of the right one. A proposal is the one mistake, or the one pair of mistakes, that gives "
        "the value on everybody's own numbers; nobody's points hang on it."
    )


def own_numbers() -> str:
    return (
        "Everybody has numbers of their own: one student a variant, of which nothing can be said. "
        "So students are grouped by features of their numbers that were fixed beforehand."
    )


def one_variant() -> str:
    return "Everybody had the same numbers."


def no_variants() -> str:
    return "Everybody's numbers are alike in what is asked here, or they cannot be had any more."


def group_means(groups: Sequence[tuple[str, int, float]]) -> str:
    said = "; ".join(f"{label}: mean {mean:.2f} ({count})" for label, count, mean in groups)
    return f"{said}."


def difference(size: float, low: float, high: float) -> str:
    return (
        f"The two farthest apart differ by {size:.2f} points, interval {low:.2f} to {high:.2f}: a "
        "difference within it could not be seen in a class of this size. No difference found is "
        "no proof that there is none."
    )


def tested(h: float, p: float, exact: bool, adjusted: float) -> str:
    how = "all deals" if exact else "2,000 random deals"
    return (
        f"Kruskal and Wallis' H = {h:.2f}; students dealt to the groups at random lie as far apart "
        f"with p = {p:.3f} ({how}), {adjusted:.3f} after Holm for the questions asked here."
    )


def agreement(count: int, compared: int, decoys: int, expected: float) -> str:
    return (
        f"{count} of {compared:,} comparisons have wrong answers in at least two questions that are "
        f"right on the other's sheet. Held against {decoys} sheets that nobody had, the same wrong "
        f"answers let expect {expected:.2f} such notes in a class in which nobody saw another's sheet."
    )


def innocent() -> tuple[str, ...]:
    return (innocent_reasons(), no_direction())


def innocent_reasons() -> str:
    return (
        "Innocent reasons: a printed example, sheets exchanged in the room, work together that was "
        "allowed, a tutor's blackboard, a wrong login."
    )


def no_direction() -> str:
    return "Who had it from whom cannot be seen. These lines are for staff; no points hang on them."


def no_agreement() -> str:
    return "Everybody had the same numbers, or they cannot be had any more: nothing was compared."


def no_requests() -> str:
    return "Nobody asked for another look (OUT/requests.csv: student,answer,reason,decision)."


def no_failures() -> str:
    return "Every file was graded, and nobody's code failed."


def marks_left_out(hand_ins: int) -> str:
    if not hand_ins:
        return ""
    return (
        f"Newer marks of {number_of(hand_ins, 'hand-in')} are not in these figures, since more than marks "
        "changed, or the hand-ins are not where they were: run `grader batch` again."
    )


def distribution_of_scores() -> str:
    return "Distribution of the scores"


def what_became() -> str:
    return "What became of every answer"


def facility_axis() -> str:
    return "facility: mean of x / most"


def how_many_reached() -> str:
    return "How many reached how much"


def what_became_in_parts() -> str:
    return "What became of every answer (part: wrong, and worth some of its points)"


def facility_in_fifths() -> str:
    return "Facility in every fifth of the class, by total"


def named_mistakes() -> str:
    return "Named mistakes, the dearest first"


def as_it_was_said() -> str:
    return "as it was said"


def shared_wrong_answers() -> str:
    return "Wrong answers that several share and nobody has named"


def answers_of_another_sheet() -> str:
    return "Wrong answers that are right on another sheet"


def right_there() -> str:
    return "answers that are right there"


def not_graded() -> str:
    return "Files that could not be graded, and code that failed"


def asked_for_another_look() -> str:
    return "Asked for another look"


def class_in_figures(title: object) -> str:
    return f"{title}: a class in figures"
