# ruff: noqa: D103 -- every function here is one sentence and documents itself
"""What students and staff read on Gradescope."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction

from grader.words.text import counted, listed
from grader.words.text import points as shown_points


def root_not_found(path: str) -> str:
    return (
        f"{path}: there is no such folder; AUTOGRADER_ROOT names the one with source and submission"
    )


def not_finished() -> str:
    return (
        "The grader did not finish, and your work may well not be the reason. Nothing was graded "
        "and nothing is lost: please hand in once more, or tell the course staff."
    )


def not_your_fault(earlier: bool) -> str:
    stands = " Your earlier score stands." if earlier else ""
    return (
        "Your submission could not be graded, and that is not your fault: the grader itself failed."
        f"{stands} The course staff sees the reason and can run the grader again; your files are "
        "safe on Gradescope. You need not do anything."
    )


def out_of_time(seconds: float) -> str:
    return (
        f"The grader had to stop after {seconds:g} s, before it had a result. If your program runs "
        "for long (a loop that never ends, training, waiting for input), shorten it and hand in "
        "again. If it does not, this is not your fault: tell the course staff, who can run the "
        "grader again."
    )


def nothing_handed_in(endings: Sequence[str], found: str) -> str:
    came = f"What arrived: {found}." if found else "What arrived: no files."
    return (
        "There is no file that holds answers. Expected: submission.py or another file that ends in "
        f"{listed(endings, 'or')}. {came} Please hand in the file itself, not a picture or a link."
    )


def zip_not_opened(name: str, why: str) -> str:
    return f"{name} cannot be unpacked: {why}. Hand in the files themselves."


def chosen_for_name() -> str:
    return "it is named submission"


def chosen_for_hits() -> str:
    return "it holds most of the answers that are asked for"


def several_handed_in(taken: str, others: str, why: str) -> str:
    return (
        f"Answers stand in several files. Graded: {taken}, because {why}. Not graded: {others}. "
        "To have another file graded, hand in that one alone."
    )


def graded_as_one(names: Sequence[str]) -> str:
    return f"Answers stand in several files, which are graded as one: {listed(names)}."


def links_not_followed(names: str) -> str:
    return f"Links are not followed: {names}. Hand in the files themselves."


def file_graded(name: str) -> str:
    return f"Graded file: {name}"


def other_assignment(said: str, graded: str) -> str:
    return (
        f"The file says it is for {said!r}, and here {graded!r} is graded. If you handed in to the "
        "wrong assignment, hand in again to the right one."
    )


def text_for_staff(points: Fraction) -> str:
    return f"to be graded by staff (up to {counted(points, 'point')})"


def text_not_there(points: Fraction) -> str:
    return (
        f"no text here (staff can give up to {counted(points, 'point')}, if you write one and hand "
        "in again)"
    )


def text_not_read(points: Fraction) -> str:
    return f"the text could not be read (staff can give up to {counted(points, 'point')} for one)"


def explanation_on_gradescope(points: Fraction) -> str:
    return f"your explanation is to be graded by staff (up to {counted(points, 'point')})"


def you_wrote(text: str) -> str:
    return f"You wrote: {text}"


def explanations_for_staff(points: Fraction, names: Sequence[str]) -> str:
    return (
        f"Up to {counted(points, 'point')} more for an explanation in place of a value, to be graded "
        f"by staff: {listed(names)}."
    )


def outline_explanation(points: Fraction) -> str:
    return (
        f"0  (for an explanation in place of the value staff add up to {counted(points, 'point')}: "
        "an adjustment, with scores above the maximum allowed)"
    )


def to_be_read(name: str, points: Fraction) -> str:
    return f"TO READ: {name}, up to {counted(points, 'point')}:"


def remark_withheld() -> str:
    return "What we see here concerns an answer whose result is shown later; it is told there."


def total_so_far(score: Fraction, most: Fraction) -> str:
    return f"{shown_points(score)} of {counted(most, 'point')} so far."


def total_of_shown(score: Fraction, most: Fraction) -> str:
    return f"{shown_points(score)} of {counted(most, 'point')} in the results shown below."


def shown_later(visibility: str, answers: int, points: Fraction) -> str:
    when = {
        "after_due_date": "are shown after the due date; until then Gradescope shows no total",
        "after_published": "are shown with the grades; until then Gradescope shows no total",
        "hidden": "are not shown, and so Gradescope shows no total",
    }[visibility]
    return (
        f"The results of {counted(answers, 'further answer')} ({counted(points, 'point')}) {when}."
    )


def texts_for_staff(points: Fraction, names: Sequence[str], given: int) -> str:
    came = "" if given == len(names) else f" {given} of {len(names)} are there."
    return f"Another {counted(points, 'point')} for texts, to be graded by staff: {listed(names)}.{came}"


def handed_in_late(
    days: int, share: Fraction, due: str, points: tuple[Fraction, Fraction] | None
) -> str:
    cost = f"{shown_points(share * 100)} % of the points are taken off"
    change = f": {shown_points(points[0])} become {shown_points(points[1])}" if points else ""
    return f"Handed in {counted(days, 'day')} late (due {due}): {cost}{change}."


def attempts_used_up(most: int, again: str) -> str:
    return (
        f"{counted(most, 'attempt')} within 24 hours {'is' if most == 1 else 'are'} graded, and you "
        f"have used them; so this one was not graded, and your earlier result is shown again below. "
        f"Your next attempt is graded from {again} on."
    )


def attempts_count(counts: str, number: int, points: tuple[Fraction, Fraction] | None) -> str:
    which = {
        "best": "Your best attempt counts",
        "average": f"The average of your {number} attempts counts",
    }[counts]
    if points is None:
        return f"{which}."
    own, total = map(shown_points, points)
    return f"{which}: {total} (this one: {own})."


def outline_differs(
    said: float, wanted: Fraction, texts: Mapping[str, Fraction], explained: Sequence[str] = ()
) -> str:
    named = [f"{name} ({shown_points(points)})" for name, points in texts.items()]
    manual = ", ".join([*named, *(f"{name} (0)" for name in explained)])
    then = f", and add manual questions for {manual}" if manual else ""
    return (
        f"the outline on Gradescope gives the autograder {said:g} points, and this assignment has "
        f"{shown_points(wanted)}; set the autograder points to {shown_points(wanted)}{then}"
    )


def isolation_too_weak() -> str:
    return (
        "isolation is too weak here to run students' programs beside the key (level L1); build "
        "with --weak-isolation if you accept that, or use Gradescope's usual image"
    )


def wheels_not_found(python: str, why: str) -> str:
    return f"the packages for Python {python} cannot be fetched (is there a network?): {why}"


def scripts_not_in_root(folder: str) -> str:
    hint = f" They lie in {folder}/: zip what is in that folder, not the folder." if folder else ""
    return f"the zip has no setup.sh and run_autograder in its root.{hint}"


def torch_not_bundled(assignment: str) -> str:
    return (
        f'"{assignment}" needs PyTorch, whose packages (190 MB) are too large for the zip: build it '
        "without --offline"
    )


def torch_is_installed() -> str:
    return (
        "PyTorch: setup.sh installs its CPU build (190 MB to download, 0.9 GB on the disk, one to four "
        "minutes when the image is built). Give the container 1.5 GB of memory or more; loading PyTorch takes "
        "five to ten seconds of every run"
    )


def python_not_supported(version: object, supported: object) -> str:
    return f"Python {version} is not supported; one of {supported}"


def zip_damaged(path: object, error: object) -> str:
    return f"{path} is damaged ({error}); build the zip anew"


def not_our_zip(source: object, count: object) -> str:
    return f"{source} holds {count}; upload a zip made by `grader build`"


def earlier_shown_again() -> str:
    return "attempts: used up; the earlier results are shown again"


def numbers_of_another(line: object, student: object) -> str:
    return f"numbers: the file says student = {line!r}, but they are those of {student}"


def no_json_object(name: object) -> str:
    return f"{name} holds no JSON object"
