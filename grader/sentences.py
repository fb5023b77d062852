# ruff: noqa: D103 -- every function here is one sentence and documents itself
"""All sentences for people, grouped by what they are about.

A sentence says what was expected, what came, and what to do.  The rest of the grader passes
in plain values and short, harmless text (see `shown`) and never writes English of its own.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction

from grader.text import counted, visible
from grader.text import points as shown_points


def listed(words: Iterable[str], last: str = "and") -> str:
    """Words in a row as a sentence has them.

    >>> listed(["a"]), listed(["a", "b"]), listed("abc", "or")
    ('a', 'a and b', 'a, b or c')
    """
    *first, end = [*words] or [""]
    return f"{', '.join(first)} {last} {end}" if first else end


# -- assignments ------------------------------------------------------------------------------


def see_the_cell(cell: str, *, own: bool) -> str:
    where = "the text under cells" if own else f"`grader cells {cell}`"
    return f"{where} shows what it needs"


def no_such_step(symbol: str, name: str, first: int, last: int) -> str:
    return f"there is no {symbol}: {name} has the steps {first} to {last}"


def no_such_quantity(symbol: str, near: Sequence[str], known: Sequence[str]) -> str:
    hint = f"did you mean {listed(near, 'or')}?" if near else f"the system has {', '.join(known)}"
    return f"there is no {symbol}; {hint}"


# -- submissions ------------------------------------------------------------------------------


def submission_not_found(path: str) -> str:
    return f"{path}: there is no such file; give the path of a submission (.py, .yaml or .json)"


def submission_not_opened(path: str, why: str) -> str:
    return f"{path}: the file cannot be read ({why})"


def submission_not_a_file(path: str) -> str:
    return f"{path}: a submission must be an ordinary file, and this is a pipe, device or socket"


def submission_too_large(path: str, limit: int) -> str:
    return (
        f"{path}: the file is larger than {limit // 1_000_000} MB; a submission holds answers only,"
        " so move data and output elsewhere"
    )


def submission_unknown_ending(path: str, endings: Sequence[str]) -> str:
    return f"{path}: a submission must end in {listed(endings, 'or')}"


def submission_not_in_folder(path: str) -> str:
    return f"{path}: the folder holds no submission.py (nor submission.yaml or submission.json)"


def submission_several_in_folder(path: str, names: Sequence[str]) -> str:
    return f"{path}: the folder holds {listed(names)}; keep one of them, or give its path"


def submission_empty(path: str) -> str:
    return f"{path}: the file is empty, so every answer is missing"


def submission_not_utf8(path: str, line: int) -> str:
    return f"{path}, line {line}: the text is not UTF-8; save the file with that encoding"


def submission_not_decoded(path: str, why: str) -> str:
    return f"{path}: Python cannot decode this source ({why}); save the file as UTF-8"


def submission_not_parsed(path: str, line: int | None, why: str) -> str:
    place = f"{path}, line {line}" if line else path
    return f"{place}: this is not valid Python ({why})"


def submission_fault_at(path: str, line: int, sentence: str) -> str:
    return f"{path}, line {line}: {sentence}"


def document_not_a_mapping(what: str) -> str:
    return f'expected one mapping from answer names to values, such as "h1: 0.42"; got {what}'


def document_duplicate(name: str, first: int) -> str:
    return f'"{name}" stands here a second time (first in line {first}); keep one of the two'


def document_name_not_text() -> str:
    return 'expected the name of an answer before ":"; got a list or a mapping'


def document_too_deep(limit: int) -> str:
    return f"values are nested more than {limit} levels deep; no answer needs that"


def document_too_many(limit: int) -> str:
    return f"the file holds more than {limit:,} values; a submission holds answers only"


def document_alias(name: str) -> str:
    return f"*{name} refers to another place in the file; write the value out instead"


def document_tag(tag: str) -> str:
    return f"the tag {tag} asks for a special type; write the plain value without it"


def document_several() -> str:
    return 'a second document starts here ("---"); keep all answers in one'


def document_header_not_text(name: str) -> str:
    return f'"{name}" must be one plain text'


def yaml_syntax(why: str) -> str:
    return f"this is not valid YAML ({why})"


def yaml_tab() -> str:
    return "a tab cannot indent YAML; use spaces"


def json_expected(wanted: str, found: str) -> str:
    return f"expected {wanted}; got {found}"


def json_comment() -> str:
    return "JSON has no comments; delete this one, or save the file as .yaml and start it with #"


def json_trailing_comma(closing: str) -> str:
    return f"there is a comma before {closing} with nothing behind it; delete the comma"


def json_single_quotes() -> str:
    return "JSON texts stand in double quotes; write \"text\" instead of 'text'"


def json_bad_text(why: str) -> str:
    return f"this text is not valid JSON ({why})"


def json_word(word: str, instead: str) -> str:
    return f"JSON has no {word}; write {instead}"


def json_number(word: str) -> str:
    return f"{word} is no JSON number; write it as 0.42, -1.25 or 1e-3, or put it in quotes"


def json_decimal_comma(digits: str) -> str:
    return f'a comma before {digits} parts two values; write 0.{digits}, or "0,{digits}" in quotes'


def json_constant(word: str) -> str:
    return f"{word} is not JSON, and no answer can be {word}; write a number"


# -- any answer -------------------------------------------------------------------------------


def nothing_typed() -> str:
    return "nothing was filled in"


def expected_got(wanted: str, got: str) -> str:
    return f"expected {wanted}; got {got}"


def too_long(wanted: str, length: int) -> str:
    return f"expected {wanted}; got a text of {length:,} characters"


def only_entry_taken() -> str:
    return "taken out of its list: a single value needs no brackets"


def in_entry(place: str, message: str) -> str:
    return f"entry {place}: {message}"


# -- numbers ----------------------------------------------------------------------------------


def one_number() -> str:
    return "a number, for example 0.42"


def vector_of(length: int, example: str) -> str:
    return f"{length} numbers, for example {example}" if length != 1 else "1 number in a list"


def matrix_of(shape: tuple[int, ...], example: str) -> str:
    sizes = "×".join(str(size) for size in shape)
    return f"a {sizes} matrix (row by row), for example {example}"


def number_boolean(wanted: str, got: str) -> str:
    return f"expected {wanted}; got {got}, which is a truth value and not a number"


def number_not_a_number(wanted: str) -> str:
    return f"expected {wanted}; got NaN, which stands for no number at all"


def number_infinite(wanted: str, got: str) -> str:
    return f"expected {wanted}; got {got}, which is infinite or too large"


def number_complex(wanted: str, got: str) -> str:
    return f"expected {wanted}; got the complex number {got}"


def number_text(wanted: str, got: str) -> str:
    return f'expected {wanted}; got the text "{got}", which does not read as a number'


def number_quoted(got: str) -> str:
    return f"expected a number; got a text: {got}. Write it without quotes"


def number_empty(wanted: str) -> str:
    return f"expected {wanted}; got nothing"


def number_divided_by_zero(got: str) -> str:
    return f"{got} divides by zero"


def number_ambiguous(got: str, one: str, other: str) -> str:
    return f'"{got}" can be read in two ways: write {one} or {other}'


def numbers_ambiguous(got: str, wanted: str) -> str:
    return (
        f'"{got}" can be read in more than one way, since a comma may be the decimal point'
        f" or part two numbers; write {wanted}"
    )


def numbers_ragged(wanted: str, got: str) -> str:
    return f"expected {wanted}; got rows of different lengths: {got}"


def numbers_too_deep(wanted: str) -> str:
    return f"expected {wanted}; got a list nested too deeply to be one"


def numbers_wrong_length(wanted: str, length: int, got: str) -> str:
    return f"expected {wanted}; got {'1 entry' if length == 1 else f'{length} entries'}: {got}"


def numbers_wrong_shape(wanted: str, shape: tuple[int, ...], got: str) -> str:
    if not shape:
        return f"expected {wanted}; got the single number {got}"
    sizes = f"({shape[0]},)" if len(shape) == 1 else f"({', '.join(map(str, shape))})"
    return f"expected {wanted}; got shape {sizes}: {got}"


def percent_read(got: str, meant: str) -> str:
    return f"{got} was read as {meant}"


def comma_read(got: str, meant: str) -> str:
    return f"{got} was read with a decimal comma, as {meant}"


def thousands_read(got: str, meant: str) -> str:
    return f"{got} was read with a thousands separator, as {meant}"


def imaginary_part_dropped() -> str:
    return "a complex number with imaginary part 0 was read as a real one"


def brackets_dropped() -> str:
    return "a list with one number was read as that number"


def shape_taken(got: tuple[int, ...], wanted: tuple[int, ...]) -> str:
    return f"shape {got} was read as {wanted}: the same numbers in the same order"


# -- counts and arithmetic --------------------------------------------------------------------


def a_count() -> str:
    return "a whole number, for example 1200"


def count_not_whole(got: str) -> str:
    return f"expected a whole number; got {got}"


def count_negative(got: str) -> str:
    return f"expected a count, which is 0 or more; got {got}"


def arithmetic_read(got: str, value: str) -> str:
    return f"{got} was worked out: {value}"


def arithmetic_slip(expression: str, value: str, claimed: str) -> str:
    return f"{expression} is {value}, not {claimed}"


def names_taken(names: Sequence[str]) -> str:
    return f"{listed(names)} taken at the value your file gave"


def an_expression() -> str:
    return 'a sum with its numbers written out, for example "2*3 + 7"'


def expression_bare_number(got: str) -> str:
    return f"expected {an_expression()}; got only the result {got}"


def expression_unknown(got: str, what: str) -> str:
    return f'expected {an_expression()}; "{got}" holds {what}'


def expression_too_large(got: str) -> str:
    return f'"{got}" leads to numbers too large to work out'


# -- shapes and ranges ------------------------------------------------------------------------


def a_shape() -> str:
    return "a shape, for example (7, 4)"


def shape_of_matrix(shape: tuple[int, ...]) -> str:
    return f"expected {a_shape()}; got a matrix itself, of shape {shape}"


def a_range() -> str:
    return 'a range with two ends, for example (2, 5) or "2 to 5"'


def range_turned(low: str, high: str) -> str:
    return f"the ends were put in order: {low} to {high}"


# -- words ------------------------------------------------------------------------------------


def a_sequence(labels: Sequence[str], length: int | None) -> str:
    number = "labels" if length is None else f"{length} labels" if length != 1 else "1 label"
    return f"{number} from {listed(labels, 'and')}" if labels else number


def sequence_unknown(wanted: str, unknown: Sequence[str]) -> str:
    return f"expected {wanted}; not among them: {listed(unknown)}"


def sequence_index(wanted: str) -> str:
    return f"expected {wanted}; got numbers: write the labels themselves"


def sequence_length(wanted: str, length: int, got: str) -> str:
    return f"expected {wanted}; got {length}: {got}"


def a_choice(options: Sequence[str]) -> str:
    return f"one of {listed(options, 'or')}"


def some_choices(options: Sequence[str]) -> str:
    return f"some of {listed(options)}, for example [{', '.join(options[:2])}]"


def a_boolean() -> str:
    return "True or False"


def boolean_read(got: str, value: bool) -> str:
    return f"{got} was read as {value}"


def a_matching(keys: Sequence[str], labels: Sequence[str]) -> str:
    pairs = ", ".join(f"{key}: ..." for key in keys)
    return f"a partner for each of {listed(keys)}, as {{{pairs}}}, out of {listed(labels)}"


def matching_unknown(wanted: str, unknown: Sequence[str]) -> str:
    return f"expected {wanted}; not among them: {listed(unknown)}"


def matching_twice(wanted: str, twice: Sequence[str]) -> str:
    return f"expected {wanted}; more than one partner for {listed(twice)}"


def matching_turned() -> str:
    return "the pairs stood the other way round and were turned"


def matching_in_order(keys: Sequence[str]) -> str:
    return f"the list was read in the order {', '.join(keys)}"


def matching_incomplete(missing: Sequence[str]) -> str:
    return f"no partner given for {listed(missing)}"


def a_text() -> str:
    return "a text in your own words"


# -- verdicts ---------------------------------------------------------------------------------


def explained() -> str:
    return "an explanation in place of a number: staff will read it"


def alternative_taken(why: str) -> str:
    return (
        f"accepted as an alternative ({why.rstrip('.')})" if why else "accepted as an alternative"
    )


def place_value(value: float, decimals: int | None) -> str:
    """A bound with just enough digits to be told from its neighbour."""
    places = 4 if decimals is None else decimals + 2
    text = f"{value:.{places}f}"
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return "0" if text in {"-0", ""} else text.replace("-", "−")


def accepted(low: float, high: float, decimals: int | None) -> str:
    first, last = place_value(low, decimals), place_value(high, decimals)
    if first == last:
        return f"correct is {first}"
    return f"correct values lie in [{first}, {last}]"


def number_differs(got: str, accepted_values: str) -> str:
    return f"you wrote {got}; {accepted_values}"


def entry_differs(position: str, got: str, accepted_values: str, count: int) -> str:
    more = "" if count == 1 else f" ({count} entries differ)"
    return f"entry {position}: you wrote {got}; {accepted_values}{more}"


def count_differs(got: str, wanted: str) -> str:
    return f"you wrote {got}; correct is {wanted}"


def shape_differs(got: tuple[int, ...], wanted: tuple[int, ...], *, turned: bool) -> str:
    hint = ": rows and columns are exchanged" if turned else ""
    return f"you wrote {got}; correct is {wanted}{hint}"


def range_differs(low: str, high: str, wanted_low: str, wanted_high: str) -> str:
    return f"you wrote {low} to {high}; correct is {wanted_low} to {wanted_high}"


def expression_differs(got: str, wanted: str) -> str:
    return f"your sum gives {got}; correct is {wanted}"


def expression_names_result(result: str) -> str:
    return (
        f"it leads to {result}, but a working is built from smaller numbers, such as the sizes; "
        "here one is as large as the result itself"
    )


def choice_differs(got: str, wanted: str) -> str:
    return f"you chose {got}; correct is {wanted}"


def choices_differ(extra: Sequence[str], lacking: Sequence[str], chosen: Sequence[str]) -> str:
    parts = []
    if extra:
        parts.append(f"{listed(extra)} should not be among them")
    if lacking:
        parts.append(f"{listed(lacking)} should" + ("" if extra else " be among them, too"))
    return f"you chose {listed(chosen) or 'nothing'}; {' and '.join(parts)}"


def boolean_differs(wanted: bool) -> str:
    return f"the statement is {'true' if wanted else 'false'}"


def matching_differs(off: Sequence[str], missing: Sequence[str]) -> str:
    parts = [f"not the right partner for {listed(off)}"] if off else []
    if missing:
        parts.append(matching_incomplete(missing))
    return "; ".join(parts)


def sequence_differs(got: Sequence[str], wanted: Sequence[str]) -> str:
    return f"you wrote {' '.join(got)}; correct is {' '.join(wanted)}"


def text_pending() -> str:
    return "waits for staff to read it"


def an_equation() -> str:
    return 'an equation as a text, for example "exp(A q_t + c)"'


def equation_unreadable(why: str) -> str:
    return f"this equation cannot be read: {why}"


def equation_differs(wanted: str) -> str:
    return f"this is another equation; one right way to write it: {wanted}"


# -- follow-through and mistakes --------------------------------------------------------------


def carried(names: Sequence[str]) -> str:
    return f"not the key's value, but it follows correctly from your {listed(names)}"


def entries_carried(names: Sequence[str]) -> str:
    return f"some entries follow from your {listed(names)}"


def carried_zero(names: Sequence[str]) -> str:
    return (
        f"it would follow from your {listed(names)}, but a 0 there leaves nothing to work out, "
        "so it earns nothing"
    )


def carried_dead(names: Sequence[str]) -> str:
    return (
        f"it does not depend on your {listed(names)} any more (the unit is dead or saturated), "
        "so following through earns nothing"
    )


def mistake_named(what: str, *, elsewhere: bool = False) -> str:
    return f"this is what comes out with {what}{_or_elsewhere(elsewhere)}"


def mistake_asked(what: str, *, elsewhere: bool = False) -> str:
    return f"could it be {what}{_or_elsewhere(elsewhere)}?"


def _or_elsewhere(elsewhere: bool) -> str:
    return ", or the same slip in another place" if elsewhere else ""


def too_few_decimals(wanted: int) -> str:
    return f"right as far as it goes, but {wanted} decimals are asked for"


CONVENTIONS = {
    "without-bias": "the biases left out",
    "two-biases": "two bias vectors where one is counted",
    "without-output": "the output layer left out",
    "without-bias-and-output": "the biases and the output layer left out",
    "without-output-bias": "the bias of the output layer left out",
    "without-hidden-bias": "the bias of the hidden layer left out",
    "one-bias-number": "one number for each bias instead of a vector",
    "without-recurrent": "the recurrent weights left out",
    "without-input": "the input weights left out",
    "one-gate": "the parameters of one gate only",
    "two-gates": "two gates",
    "three-gates": "three gates",
    "four-gates": "four gates",
}


def count_convention(name: str) -> str:
    return mistake_named(CONVENTIONS.get(name, name))


def answer_missing(name: str, *, there: bool) -> str:
    return f"{name} is still empty" if there else f"your file gives no {name}"


# -- the submission as a whole ----------------------------------------------------------------


def assignment_ambiguous(names: Sequence[str]) -> str:
    return (
        f"The answers fit {listed(names)}; say which one by --assignment, or by a line such as "
        f'assignment = "{names[0]}" in the file'
    )


def assignment_unknown(names: Sequence[str], *, given: bool, mixed: bool) -> str:
    which = f"candidates: {', '.join(names)}" if names else "no assignment is installed"
    if mixed:
        why = "No single assignment asks for all these answers"
    elif given:
        why = "No assignment asks for any of the names in this file"
    else:
        why = "The file holds no answers, so nothing in it shows which assignment it is for"
    return f"{why}; say so by --assignment ({which})"


def name_mistyped(name: str, meant: str) -> str:
    return f"{name} is no answer of this assignment; did you mean {meant}?"


def reading_taken(name: str, why: str) -> str:
    return f"graded by the reading “{name}”" + (f" ({why.rstrip('.')})" if why else "")


def sandbox_failed() -> str:
    return (
        "The grader could not run this program, and your work is not the reason. Nothing was "
        "graded; please tell the course staff."
    )


def timed_out(seconds: float, where: str) -> str:
    what = {"import": "running the file", "call": "the call", "total": "the submission"}
    return f"{what.get(where, where)} took longer than {seconds:g} s and was stopped"


def crashed(how: str) -> str:
    return f"the program ended before it gave a value ({how})"


def out_of_memory() -> str:
    return "the program asked for more memory than it may use"


# -- on Gradescope ----------------------------------------------------------------------------


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


def outline_differs(said: float, wanted: Fraction, texts: Mapping[str, Fraction]) -> str:
    manual = ", ".join(f"{name} ({shown_points(points)})" for name, points in texts.items())
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


# -- functions --------------------------------------------------------------------------------


def function_absent(name: str, *, within: str = "") -> str:
    if within:
        return f"{name} stands within {within}, where it cannot be called; move it to the top level"
    return f"there is no function {name}; define it with def {name}(...)"


def function_not_run(name: str) -> str:
    return f"hand {name} in as a program (.py or .ipynb): it is a function"


def function_not_implemented(name: str) -> str:
    return f"not implemented yet: {name} returns nothing"


def function_is_no_function(name: str) -> str:
    return f"expected a function; {name} is a value"


def function_signature(wanted: str, got: str) -> str:
    return f"expected {wanted}; yours takes ({got})"


def function_order(wanted: Sequence[str], got: Sequence[str]) -> str:
    return f"your parameters stand in the order {listed(got)}; the call gives {listed(wanted)}"


def function_blocked(name: str, blocker: str, why: str) -> str:
    return f"could not be judged, since {name} needs {blocker}, which {why}"


def function_left_out(why: str) -> str:
    return f"could not be read: {why}"


def function_raised(error: str, sizes: str) -> str:
    return f"called with {sizes}, it raised {error}" if sizes else f"it raised {error}"


def function_name_lost(name: str, why: str) -> str:
    return f"it uses {name}, which is not defined: {why} Hand in what defines it, or define it here"


def function_right(outputs: Sequence[str]) -> str:
    return f"in every call as expected: {listed(outputs)}"


def function_consistent(forward: str) -> str:
    return f"this is consistent with your forward pass: it is the gradient of your {forward}"


def function_inherited(step: str) -> str:
    return f"inherited from {step}: with your own steps, everything here follows correctly"


def function_wrong(wrong: Sequence[str], right: Sequence[str]) -> str:
    said = f"not as the equations have it: {listed(wrong)}"
    return f"{said}; right: {listed(right)}" if right else said


def function_only_checks(checks: Sequence[str]) -> str:
    return f"the values are right, but not every check passes: {listed(checks)}"


def function_stage_wrong(wrong: Sequence[str], right: Sequence[str]) -> str:
    return (
        f"look at the term with {listed(wrong)}: with only that different from 0 the result is "
        f"wrong, with only {listed(right, 'or')} it is right"
    )


def function_stages_right() -> str:
    return "with only one term different from 0 it is right: look at how the terms come together"


def function_modified(names: Sequence[str], *, costs: bool) -> str:
    advice = "work on a copy" if costs else "it costs nothing here, but callers may be surprised"
    return f"it changes its argument {listed(names)} in place; {advice}"


def function_same_arrays(first: str, second: str) -> str:
    return f"{first} and {second} hold the same numbers: one array under two names?"


def function_mistake(what: str) -> str:
    return f"this is exactly what comes out with {what}"


def check_needs_values() -> str:
    return "counts only when some value is right"


def check_passed() -> str:
    return "passed"


def check_hidden() -> str:
    return "the outcome of this check is not shown"


def result_absent() -> str:
    return "it is None"


def key_absent(keys: Sequence[str]) -> str:
    return f"there is no such key; yours are {listed(keys)}" if keys else "the dict is empty"


def result_kind(got: str) -> str:
    return f"expected an array of numbers, got {got}"


def result_shape(got: tuple[int, ...], wanted: tuple[int, ...]) -> str:
    hint = ""
    if len(got) > 1 and got == wanted[::-1]:
        hint = "; it seems to be transposed"
    elif [n for n in got if n != 1] == [n for n in wanted if n != 1]:
        hint = "; it has an axis of 1 too many or too few"
    return f"expected the shape {_shape_text(wanted)}, got {_shape_text(got)}{hint}"


def _shape_text(shape: tuple[int, ...]) -> str:
    return f"({', '.join(map(str, shape))}{',' if len(shape) == 1 else ''})"


def result_not_finite() -> str:
    return "it holds NaN or infinity"


def result_differs(off: int, entries: int) -> str:
    if entries == 1:
        return "the number differs"
    return f"{off} of {entries} entries differ"


def nothing_returned() -> str:
    return "it returns nothing"


def cache_absent(forward: str) -> str:
    return f"{forward} returns no cache"


def not_a_tuple(names: Sequence[str], got: str) -> str:
    return f"expected {len(names)} results, {listed(names)}; got one {got}"


def wrong_count(names: Sequence[str], got: int) -> str:
    return f"expected {len(names)} results, {listed(names)}; got {got}"


def not_a_dict(keys: Sequence[str], got: str) -> str:
    return f"expected a dict with {listed(keys)}; got {got}"


def wheels_not_found(python: str, why: str) -> str:
    return f"the packages for Python {python} cannot be fetched (is there a network?): {why}"


def scripts_not_in_root(folder: str) -> str:
    hint = f" They lie in {folder}/: zip what is in that folder, not the folder." if folder else ""
    return f"the zip has no setup.sh and run_autograder in its root.{hint}"


# -- variants ---------------------------------------------------------------------------------


def secret_not_read(path: str, why: str) -> str:
    return f"the secret {path} cannot be read: {why}; name the file by --secret or GRADER_SECRET"


def secret_too_short(path: str, found: int, least: int) -> str:
    holds = f"has only {counted(found, 'letter')}" if found else "is empty"
    return f"the secret {path} {holds}; write a line of at least {least} random letters into it"


def say_whose(student: str | None) -> str:
    if student is None:
        return "say whose numbers count by --student, with --secret or --manifest"
    return "say by --secret or --manifest where the numbers of the student come from"


def printed_numbers(student: str) -> str:
    return (
        f"graded with the printed numbers, for neither --secret nor --manifest says which ones "
        f"{visible(student)} has: if the sheet had others, none of this holds"
    )


def numbers_not_known(assignment: str, student: str) -> str:
    return (
        f'{assignment} draws numbers for every student, and those of "{visible(student)}" are not '
        "known here: say by --manifest or --secret where they come from, or leave the student out "
        "for the printed ones"
    )


def zip_without_numbers(line: str) -> str:
    return (
        f"the file says student = {line!r} and the assignment draws numbers, but the zip has neither "
        "manifest nor secret; by the printed numbers points would be lost, so it was not graded. Build "
        "the zip anew with --manifest or --secret; if the sheet was the printed one, take that line out"
    )


def build_without_numbers(assignment: str, why: str) -> str:
    return (
        f"{assignment}: {why}, so on Gradescope nobody could be graded; name the class by --manifest, "
        "or what draws its numbers by --secret"
    )


def not_in_manifest(student: str, near: str | None) -> str:
    hint = f'did you mean "{near}"?' if near else "`grader variants` adds those of a roster"
    return f'the manifest has no student "{student}"; {hint}'


def no_manifest(path: str) -> str:
    return f"{path} is no manifest of variants; `grader variants` writes one"


def manifest_not_read(path: str, why: str) -> str:
    return f"the manifest {path} cannot be read: {why}"


def manifest_damaged(path: str, student: str) -> str:
    return (
        f"{path}: the numbers of {student} do not match their hash, so the file was changed after "
        "they were frozen; take the copy that the sheets were printed from"
    )


def manifest_of_another(path: str, found: str, wanted: str) -> str:
    return f"{path} is the manifest of {found}, not of {wanted}"


def manifest_lacks(path: str, student: str, lacking: Sequence[str]) -> str:
    return (
        f"{path}: {student} has no numbers for {listed(lacking)}; take that draw out of the "
        "assignment again, or make new sheets and a new manifest"
    )


def frozen_systems(names: Sequence[str]) -> str:
    return (
        f"{listed(names)}: the assignment's file has changed since the numbers were handed out; what "
        "the manifest has frozen counts"
    )


def students_twice(names: Sequence[str]) -> str:
    return f"{listed(names)} stand twice in the list of students; name everybody once"


def line_of_another(line: str) -> str:
    return (
        f'Your file says student = "{visible(line, longest=60)}", but this is graded with the numbers of who '
        "handed it in; please look whether it is your own file."
    )


def another_sheet() -> str:
    return (
        "Most of these numbers would be right on another sheet than yours; please look whether "
        "you worked with your own."
    )


def sheet_recognised(
    own: str | None, other: str | None, fitting: int, mine: int, count: int
) -> str:
    whose = f"that of {own}" if own else "the printed one"
    theirs = f"the sheet of {other}" if other else "the printed sheet"
    return (
        f"the answers fit {theirs} ({fitting} of the {count} that differ), "
        f"not {whose} ({mine} of {count})"
    )


def helper_stands_in(module: str, names: Sequence[str]) -> str:
    what = f" ({listed(names)})" if names else ""
    return (
        f"The module {module} was not handed in: the course's own{what} stands in for it. "
        f"Hand in {module}.py beside your file if yours is different"
    )


def other_helper_stands_in(module: str, names: Sequence[str]) -> str:
    return (
        f"The module {module} was not handed in: a stand-in with {listed(names)} took its place. "
        f"Hand in {module}.py beside your file if yours is different"
    )


def nobody_known(names: Sequence[str]) -> str:
    who = listed(names) if names else "nobody"
    return (
        f"no numbers are known for who handed in ({who}); add them to the manifest and build anew"
    )


def function_only_hidden() -> str:
    return "what you see is right, but a check whose outcome is not shown did not pass"


def function_mend_first(names: Sequence[str]) -> str:
    return f"it uses {listed(names)}, where something is wrong: mend that first"


def function_one_step_right() -> str:
    return "a single step is right: look at what is carried from one step to the next"


def function_one_example_right() -> str:
    return "a single example is right: look at what is done over all examples together"


def function_not_added_up() -> str:
    return (
        "only the rows that something arrives at several times are wrong: "
        "it has to be added up (np.add.at does so, W[x] += ... does not)"
    )


def function_keys(name: str, keys: Sequence[str]) -> str:
    return f"the keys of {name} are {listed(keys)}"


def not_called() -> str:
    return "it was not called any more"


def blocker_missing() -> str:
    return "is not implemented"


def blocker_fails() -> str:
    return "fails itself"


def blocker_fails_here() -> str:
    return "fails in this call"


def blocker_without_cache() -> str:
    return "returns no cache"


def results_order(wanted: Sequence[str], got: Sequence[str]) -> str:
    return (
        f"every result is right, but the order is {listed(got)} where it should be {listed(wanted)}"
    )


# -- a course's own tests -----------------------------------------------------------------------


def tests_need_a_program() -> str:
    return "hand in a program (.py or .ipynb): tests of the course call its functions"


def tests_not_loaded(file: str, why: str) -> str:
    return f"the tests of the course, {file}, cannot be run: {why}"


def tests_not_started() -> str:
    return "the process for the tests of the course could not be started"


def tests_passed(passed: int, count: int) -> str:
    return f"{passed} of {counted(count, 'test')} passed"


def tests_out_of_time(seconds: float) -> str:
    return f"the {seconds:g} seconds for all tests were used up"


def test_too_slow(seconds: float) -> str:
    return f"it took longer than the {seconds:g} seconds that one test has"


def test_process_ended(how: str) -> str:
    return f"it ended the process of the tests ({how}); the others were run without it"


def process_ended_between(how: str) -> str:
    return f"the process of the tests ended before it was their turn ({how})"


def process_exited(code: int) -> str:
    return f"exit code {code}"


def process_closed_wire() -> str:
    return "it closed its connection to the grader"


def test_not_run(why: str) -> str:
    return f"it was not run: {why}"


def test_not_found() -> str:
    return "it was not there when the tests were loaded"


def test_set_up_failed(what: str, why: str) -> str:
    return f"it was not run, since {what} failed: {why}"


def test_printed(text: str) -> str:
    return f"printed: {text}"


def test_partly() -> str:
    return "it passed, and gave a part of its points"


def test_failed_as_expected() -> str:
    return "failed, as it is expected to"


def test_unexpected_success() -> str:
    return "it passed, but is expected to fail"


def test_skipped(why: str) -> str:
    return f"it was skipped: {why}" if why else "it was skipped"


def test_code_raised(error: str) -> str:
    return f"your code raised {error}"


def test_no_answer(why: str) -> str:
    return f"your code gave no answer: {why}"


def test_itself_failed(why: str) -> str:
    return f"the test could not go on: {why}"


def score_unreadable(what: str) -> str:
    return f"its score is {what}; it counts as 0"


def score_bounded(score: Fraction, most: Fraction) -> str:
    return (
        f"it set a score of {shown_points(score)}, which is not from 0 to {shown_points(most)}; "
        f"the nearest of these counts"
    )


def score_never_set() -> str:
    return "it never set its score; as it passed, all its points count"


def test_not_in_file(file: str, name: str) -> str:
    return f"{file}: {name} only exists when the file runs; it has no points"


def test_tear_down(file: str, said: str) -> str:
    return f"{file}: after the tests, {said}"


def board_not_set(file: str, test: str, board: str) -> str:
    return f'{file}: {test} set no value for the leaderboard "{board}"'


def tests_in_template(file: str) -> str:
    return f"what you write here is tried by tests of the course ({file})"


# -- handouts ---------------------------------------------------------------------------------


def roster_not_read(path: str, why: str) -> str:
    return f"the roster {path} cannot be read: {why}"


def roster_empty(path: str) -> str:
    return f"the roster {path} has no students; it needs a line for each, under its header"


def roster_without_header(path: str) -> str:
    return (
        f"{path}: the first line names no column of a roster; export it from Gradescope (Name, SID, "
        "Email) or Canvas (Student, SIS User ID), or write a line `SID,Name` on top"
    )


def roster_without_ids(path: str, header: Sequence[str]) -> str:
    return (
        f"{path}: no column with ids is filled in (its columns are {listed(header)}); it needs SID, "
        "SIS User ID or Email, or say which by --id COLUMN"
    )


def roster_no_column(path: str, wanted: str, header: Sequence[str], near: Sequence[str]) -> str:
    hint = f'did you mean "{near[0]}"?' if near else f"its columns are {listed(header)}"
    return f'{path} has no column "{wanted}"; {hint}'


def roster_line(path: str, line: int, said: str) -> str:
    return f"{path}, line {line}: {said}"


def roster_no_id(title: str) -> str:
    return f"there is nothing under {title}; fill it in, or take another column by --id COLUMN"


def roster_rounded_id(found: str) -> str:
    return (
        f"{found} is an id that a spreadsheet has rounded; format the column as text, export again"
    )


def roster_strange_id(found: str) -> str:
    return f"the id that begins {found!r} is too long or cannot be printed; shorten it"


def roster_id_twice(found: str, line: int) -> str:
    return f"the id {found} stands in line {line} already; every student needs one of their own"


def sheet_rounding(decimals: int) -> str:
    return f"Round to {counted(decimals, 'decimal')}, or finer, at every step."


def sheet_names() -> str:
    return "Hand in your answers under the names at the margin; the template has a line for each."


def sheet_program(is_tests: bool) -> str:
    if is_tests:
        return "judged by the tests of the course"
    return "a function; its arguments stand in the template"


def key_alternative(value: str, why: str) -> str:
    return f"also right: {value}" + (f" ({why})" if why else "")


def key_mistake(note: str, earned: str) -> str:
    return f"{note} earns {earned}"


def key_synonym(word: str, meant: str) -> str:
    return f"{word} is read as {meant}"


def variants_need_secret() -> str:
    return (
        "the numbers of a class are drawn with a secret: write a line of at least 20 random letters "
        "into a file, keep it, and name it by --secret or GRADER_SECRET"
    )


def whose_sheets() -> str:
    return "say whose sheets: --roster CSV for a class, or --pool N for N variants to be dealt out"


def pool_size(given: int, most: int) -> str:
    return f"--pool takes a number from 1 to {most} (got {given})"


def class_dropped(folder: str, students: int, files: int, left: int) -> str:
    return (
        f"{folder}: {counted(students, 'student')} dropped with {counted(files, 'file')}, "
        f"{left} left in the manifest; sheets.pdf is made again by the next run"
    )


def no_class_here(folder: str) -> str:
    return f"{folder} holds no manifest.json: make the class first, with --roster or --pool"


def not_in_class(student: str, folder: str, near: str | None) -> str:
    hint = f'did you mean "{near}"?' if near else "a run with --roster adds those who are in it"
    return f'the manifest in {folder} knows no "{student}"; {hint}'


def replaced_without_sheet(names: Sequence[str]) -> str:
    return (
        f"{listed(names)}: --replace makes a new sheet, too, so name a --roster (or a --pool) that "
        "has the same id"
    )


def class_not_written(folder: str, why: str) -> str:
    return (
        f"the class cannot be written into {folder}: {why}; mend that or name another folder by "
        "--out, and run it again: what is done is kept"
    )


def class_busy(folder: str) -> str:
    return f"another run is writing into {folder}; wait until it is done"


def nothing_to_renew(assignment: str) -> str:
    return f"{assignment} draws no numbers, so there are no others to give to anybody"


def sheets_not_merged() -> str:
    return (
        "sheets.pdf, all sheets in one file for printing, takes the pikepdf package: "
        'pip install "rnn-grader[sheets]"'
    )


def sheets_alike(students: Sequence[str]) -> str:
    return f"{listed(students)} have the same answers: the draws of the assignment allow no more"


def no_such_format(unknown: Sequence[str], known: Sequence[str]) -> str:
    said = f"there is no format {listed(unknown)}" if unknown else "no format is named"
    return f"{said}; --format takes {listed(known)}, with commas between"


def figure_in_words(steps: int, given: list[str], asked: list[str]) -> str:
    """What the figure of an unrolled network shows, for who cannot see it."""
    over = "one step" if steps == 1 else f"{steps} steps"
    told = f"; given: {', '.join(given)}" if given else ""
    open_ = f"; to be worked out: {', '.join(asked)}" if asked else ""
    return f"The network unrolled over {over}{told}{open_}."


# -- kits -------------------------------------------------------------------------------------


def kit_hides() -> str:
    return (
        "A kit hides the rubric and the key of whatever is not public; it cannot hide what follows "
        "from the sheet: whoever has its numbers and the equations of the cell can work the answers out."
    )


def kit_says() -> str:
    return (
        "Only public answers are told right or wrong here; of the others you see whether they can be "
        "read, and whether they follow from your own earlier values."
    )


def kit_file() -> tuple[str, ...]:
    return (
        "A student's kit, as `grader kit` wrote it: the numbers of the sheet, and which of them every",
        "answer is about.  `grader check` reads it; right and wrong are told of public answers only.",
    )


def kit_readme(title: str, formats: Sequence[str]) -> str:
    sheets = listed(f"`sheet.{kind}`" for kind in formats)
    heading = re.sub(r"([\\`*_{}\[\]#|<>$~])", r"\\\1", visible(title))
    return f"""# {heading}

- {sheets}: your sheet
- `answers.py`: fill it in and hand it in
- `assignment.yaml`: what the check reads; leave it as it is

With the grader installed, run this in the folder as often as you like:

    grader check

It runs `answers.py` and tells whether every answer can be read, has the shape and the decimals that
the sheet asks for, and, where a question counts what follows, whether each of your steps follows
from your own steps before it.

{kit_says()}

{kit_hides()}
"""


def kit_written(files: int, out: str) -> str:
    return f"{out}: {counted(files, 'file')} written"


def kit_answers_kept(path: str) -> str:
    return f"{path} was there already and is kept as it is"


def kit_not_written(folder: str, why: str) -> str:
    return f"the kit cannot be written into {folder}: {why}"


def kit_not_over(path: str) -> str:
    return (
        f"{path} is there and is no kit: it would be overwritten; name another folder by --out, an "
        "empty or a new one"
    )


def kit_of_another(kit: str, said: str) -> str:
    return (
        f"this kit has the numbers of {kit}, and the submission is said to be by {said}: use the kit "
        "of that student"
    )


def kit_takes_no(option: str) -> str:
    return f"a kit has its numbers in it and gives no points: leave {option} out"


def kit_broken(path: str, why: str) -> str:
    return f"{path} does not work any more ({why}); ask for your kit again"


def kit_tests() -> str:
    return "the tests of the course run when you hand in"


def kit_function() -> str:
    return (
        "there is a function of this name that takes these arguments; it is called when you hand in"
    )


def kit_waits(absent: Sequence[str]) -> str:
    there = "is" if len(absent) == 1 else "are"
    return (
        f"whether this follows from your own values can be said once {listed(absent)} {there} there"
    )


def kit_follows(own: Sequence[str]) -> str:
    return f"this follows from your own {listed(own)}"


def kit_departs(own: Sequence[str], places: Sequence[str]) -> str:
    if not places:
        return f"this does not follow from your own {listed(own)}"
    entries = f"entry {places[0]} does" if len(places) == 1 else f"entries {listed(places)} do"
    return f"{entries} not follow from your own {listed(own)}"


def kit_first(name: str) -> str:
    return f"{name} is the first step that does not follow from your own earlier values"


def kit_coarse(names: Sequence[str]) -> str:
    verb = "has" if len(names) == 1 else "have"
    return (
        f"{listed(names)} {verb} fewer decimals than the sheet asks for: that is fine only where a "
        "value ends there"
    )


def submission_not_named(template: str) -> str:
    return (
        "grader check: the following arguments are required: SUBMISSION (there is no "
        f"{template} here to take in its place). `grader check --help` shows what it takes."
    )


# -- exports ------------------------------------------------------------------------------------

_RULES = {
    "follow_through": "follow-through is not kept: a value counts against the key alone",
    "readings": "a mixture of the readings counts as well: the system judges every answer alone",
    "together": "answers that count only together are judged one by one",
    "implies": "a right result does not give the points of its working",
    "cap": "the cap is not kept: set the most points of the question by hand",
    "precision_penalty": "too few decimals cost nothing",
    "known_mistakes": "known mistakes earn nothing",
}


def export_rule(rule: str) -> str:
    return _RULES[rule]


def export_by_hand(kind: str) -> str:
    if kind == "text":
        return "staff reads it, as with the grader"
    if kind in ("function", "tests"):
        return "the system cannot run code: staff reads it, or collects it for `grader check`"
    if kind == "range":
        return "the system cannot judge an end at infinity: staff reads it"
    return f"the system cannot judge an answer of the kind {kind}: staff reads it"


def export_credit_lost() -> str:
    return "other values that count for the grader are not kept; only the key counts"


def export_readings_lost() -> str:
    return "only the first reading of the question counts"


def export_by_entry(system: str) -> str:
    return f"{system} gives every right part its share, where the grader wants all of them"


def moodle_mark(counted_as: str, worth: str) -> str:
    return (
        f"Moodle counts embedded answers in whole points, {counted_as} in all; "
        f"set the mark of the question to {worth} in the quiz"
    )


def moodle_options() -> str:
    return "Moodle gives every right option its share, and takes as much back for a wrong one"


def moodle_share() -> str:
    return "Moodle takes only some shares of the points; the nearest one stands in the file"


def qti_no_why() -> str:
    return "the file tells students no reason why another value counts"


def qti_all_options() -> str:
    return "only all right options together earn points"


def canvas_quizzes(count: int) -> str:
    return (
        f"there are {count} quizzes, one a variant: assign each to its students, or to a section; "
        "Canvas draws questions one by one and would mix the numbers of a task"
    )


def canvas_no_share() -> str:
    return "Canvas gives all points or none: mistakes that earn a part earn nothing"


def canvas_coarse() -> str:
    return "Canvas rounds what is typed to 4 decimals, so numbers a little outside count as well"


def export_no_rubric(place: str) -> str:
    return f"{place} has no safe place for what staff should know: keep the key at hand"


def export_said(names: Sequence[str], said: str) -> str:
    return f"{listed(names)}: {said}"


def export_no_such_system(system: str, known: Sequence[str]) -> str:
    return f"there is no export to {system}; --to takes {listed(known)}"


def export_whose() -> str:
    return (
        "variants come from one place: name one of --roster, --students and --pool; "
        "a --manifest has its own students and no pool"
    )


def export_say_whose() -> str:
    return "name the class by --manifest, or draw by --secret with --roster, --students or --pool"


def export_ending(system: str, usual: str, found: str) -> str:
    return f"{system} imports a file that ends in {usual} (got {found})"


def export_draws_nothing() -> str:
    return "nothing is drawn in it: every variant would be the same, and one stands in the file"


def manifest_of_nobody(path: str) -> str:
    return f"{path} holds no students; `grader variants` adds those of a roster"


def export_not_in_manifest(names: Sequence[str]) -> str:
    return (
        f"{listed(names)}: the manifest has no numbers for them; make these with `grader variants`"
    )


def export_not_written(path: str, said: str) -> str:
    return f"{path} cannot be written ({said}); name another file by --out"


def export_before(question: str) -> str:
    return f"This builds on question {question}, which said:"


def export_decimals(decimals: int) -> str:
    return f"each with {counted(decimals, 'decimal')} or more"
