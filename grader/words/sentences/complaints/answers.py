# ruff: noqa: D103 -- every function here is one sentence and documents itself
"""What is said of answers, their values, points and tolerances in an assignment file."""

from __future__ import annotations


def kit_tells_what_is_hidden() -> tuple[str, str]:
    return (
        "a kit would tell what Gradescope does not show yet",
        "leave out public, or visibility",
    )


def text_without_rubric() -> tuple[str, str]:
    return (
        "a text has no rubric",
        'add "rubric: ..." that tells staff what earns points',
    )


def name_is_a_line_of_every_submission(name: object) -> tuple[str, str]:
    return (
        f'"{name}" is a line of every submission and cannot name an answer',
        f"write another name, such as q_{name}",
    )


def options_are_missing() -> tuple[str, str]:
    return (
        "options is missing",
        'add "options: {a: ..., b: ...}", or labels to choose from',
    )


def too_few_options() -> tuple[str, str]:
    return (
        "options must be at least two",
        "add another",
    )


def tests_have_no_value() -> tuple[str, str]:
    return (
        "tests have no value",
        "leave it out",
    )


def key_means_nothing_for_kind(key: object, kind: object, kinds: object) -> tuple[str, str]:
    return (
        f"{key} means nothing for the kind {kind}",
        f"leave it out, or write another kind: {kinds}",
    )


def value_is_empty() -> tuple[str, str]:
    return (
        "value is empty",
        "write the other right value",
    )


def no_name_for_python(name: object, wanted: object) -> tuple[str, str]:
    return (
        f'"{name}" is no name that a Python file can give a value to',
        f"write {wanted}",
    )


def text_has_no_value() -> tuple[str, str]:
    return (
        "a text has no value",
        "leave it to the rubric",
    )


def function_is_missing() -> tuple[str, str]:
    return (
        "function is missing",
        'add "function: ..." with its calls',
    )


def synonym_of_no_option(synonym: object, word: object) -> str:
    return f'"{synonym}" stands for "{word}", which is no option'


def no_mistake_of_the_answers(note: object) -> str:
    return f'"{note}" is no mistake of the answers below'


def no_mistake_of_the_kind(note: object, kind: object) -> str:
    return f'"{note}" is no mistake of the kind {kind}'


def write_one_or_mend(expects: str) -> str:
    return f"write {expects}, or mend the expression"


def leave_credit_out(kind: str) -> str:
    return f"leave it out: no mistake of the kind {kind} is known"


def value_must_list_options(value: object, as_list: object) -> tuple[str, str]:
    return (
        f"value must be a list of options (got {value})",
        f"write [{as_list}]",
    )


def text_where_a_number_belongs(value: object) -> str:
    return f'"{value}" is text, neither a number nor true or false'


def write_true_false_or_comparison() -> str:
    return 'write true, false or a comparison such as "h[3] > h[2]"'


def value_must_be_an_option(value: object) -> str:
    return f"value must be one of the options (got {value})"


def write_its_key() -> str:
    return 'write its key, or "kind: choices" for several'


def none_of_the_options(word: object) -> str:
    return f'"{word}" is none of the options'


def or_a_quantity(remedy: str, word: str) -> str:
    return f'{remedy}; a quantity of the system that says which of the labels it is stands in brackets: "({word})"'


def none_of_the_labels(word: object) -> str:
    return f'"{word}" is none of the labels'


def both_rounding_and_tolerance() -> tuple[str, str]:
    return (
        "rounding and tolerance both stand here",
        "keep one of the two",
    )


def tolerance_says_nothing() -> tuple[str, str]:
    return (
        "the tolerance says nothing",
        'write "decimals: 2" or "exact: true"',
    )


def rules_exclude_one_another(rules: object) -> tuple[str, str]:
    return (
        f"{rules} cannot hold together",
        "keep one; only absolute and relative add up",
    )


def relative_tolerance_around_zero(value: object) -> tuple[str, str]:
    return (
        (f"a relative tolerance alone accepts nothing but the key around 0 (the key is {value})"),
        'add "absolute: 0.001"',
    )


def kind_is_not_that_of_the_value(said: object, found: object) -> tuple[str, str]:
    return (
        f"the kind is {said}, but the value is a {found}",
        f'write "kind: {found}", or leave it out',
    )


def precision_penalty_too_large(penalty: object, worth: object, most: object) -> tuple[str, str]:
    return (
        f"precision_penalty is {penalty}, but the answer has only {worth}",
        f"write {most} or less",
    )


def labels_of_a_single_number() -> tuple[str, str]:
    return (
        "labels name entries, and this value is one number",
        "leave labels out",
    )


def no_share_of_code() -> tuple[str, str]:
    return "a cell earns all or nothing", "leave share out; the checks of a function earn parts"


def alternative_of_another_size(size: object) -> tuple[str, str]:
    return (
        f"this alternative can never be right: the value has the size {size}",
        f"write as many entries as the value has ({size})",
    )


def points_are_not_the_sum(points: object, total: object) -> tuple[str, str]:
    return (
        f"points is {points}, but the answers sum up to {total}",
        f'write "points: {total}", or mend the points of the answers',
    )


def single_reading() -> tuple[str, str]:
    return (
        "one reading alone is no choice",
        "add the other; the key's own is one without values: {id: key}",
    )


def question_id_is_taken(questions: object, id_: object) -> tuple[str, str]:
    return (
        f'question {questions} has the id "{id_}" already',
        "give this one another id",
    )


def cap_above_the_sum(cap: object, every: object) -> tuple[str, str]:
    return (
        f"cap is {cap}, above the sum of the answers' points, {every}",
        "lower it, or leave it out",
    )


def twice_in_together(name: object) -> tuple[str, str]:
    return (
        f'"{name}" stands twice in together',
        "put an answer into one group at most",
    )


def two_readings_of_one_id(id_: object) -> tuple[str, str]:
    return (
        f'there are two readings "{id_}"',
        "rename one",
    )


def reading_changes_nothing() -> tuple[str, str]:
    return (
        "this reading changes nothing",
        "give it a system, or values of its own",
    )


def answer_name_is_taken(answers: object, id_: object) -> tuple[str, str]:
    return (
        f'question "{answers}" has an answer of this name already',
        f"put the question in front, such as {id_}",
    )


def group_too_small() -> tuple[str, str]:
    return (
        "a group has at least two different answers",
        "name more, or leave it out",
    )


def no_answer_of_this_question(name: object) -> str:
    return f'"{name}" is no answer of this question'


def no_tolerance(value: str) -> tuple[str, str]:
    return (
        f"{value} is no whole number, and no rounding or tolerance is stated",
        'write "rounding: 2" (decimals), "tolerance: {absolute: 0.01}" or "rounding: exact"',
    )


def write_pairs(empty: object, example: object) -> str:
    key, colon, rest = str(empty or "").partition(":")
    return f'write a space behind the colon: "{key}: {rest}"' if colon else f"write {example}"


def a_point_in_decimals() -> str:
    return "a comma parts entries: write decimals with a point, -0.4"


def a_draw_stands_for_the_whole() -> str:
    return (
        "a draw stands in place of the whole: {choose: [-1, 1], shape: [2, 3]}; "
        "over steps, the first number of shape is that of the steps"
    )
