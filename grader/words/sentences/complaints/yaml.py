# ruff: noqa: D103 -- every function here is one sentence and documents itself
"""What is said of a file that is no good YAML."""

from __future__ import annotations


def second_document() -> tuple[str, str]:
    return (
        "a second document starts here",
        "write one assignment a file",
    )


def tag_without_meaning(tag: object) -> tuple[str, str]:
    return (
        f"the YAML tag {tag} has no meaning here",
        "leave it out",
    )


def character_not_in_yaml(character: object) -> tuple[str, str]:
    return (
        f"the character {character!r} cannot stand in YAML",
        "take it out",
    )


def byte_not_in_utf8(source: object) -> tuple[str, str]:
    return (
        f"the byte 0x{source} is not UTF-8",
        "save the file as UTF-8",
    )


def number_starts_with_zero(value: object, as_text: object) -> tuple[str, str]:
    return (
        f"{value} starts with 0, and readers of YAML differ on what that means",
        f'write {as_text}, or "{value}" if it is a text',
    )


def number_of_many_digits(digits: object, most_digits: object) -> tuple[str, str]:
    return (
        f"a number of {digits} digits",
        f"write at most {most_digits}; text of digits alone stands in quotes",
    )


def merge_keys_are_not_read() -> tuple[str, str]:
    return (
        'merge keys ("<<") are not read',
        'use "like:" for a system and "defaults:" for the answers of a question',
    )


def key_stands_twice(key: object, line: object) -> tuple[str, str]:
    return (
        f'"{key}" stands twice here, first in line {line}',
        "keep one of the two",
    )


def put_such_text_in_quotes() -> str:
    return 'put text that holds ":" or "#", or starts with "[", "{", "@", "%" or "*", in quotes'


def while_scanning_a_simple_key() -> str:
    return "while scanning a simple key"


def this_is_not_yaml() -> str:
    return "this is not YAML"


def write_key_value_with_a_space() -> str:
    return 'write "key: value", with a space after the colon'


def yaml_cannot_be_read(said: object, caret: object) -> str:
    return f"the YAML cannot be read: {said}{caret}"


def remark_behind_a_value(value: object) -> str:
    return f'what stands behind "#" is a remark, so only "{value}" is read'


def put_the_whole_in_quotes(behind: object) -> str:
    return f'put the whole text in quotes, or write "# " if {behind} is a remark'


def file_unfolds_too_far() -> str:
    return "the file unfolds to too many values"


def file_nested_too_deeply() -> str:
    return "the file is nested too deeply"


def alias_inside_itself() -> str:
    return "an alias stands inside the very value it repeats"


def write_it_shorter() -> str:
    return "write it out in fewer words"


def key_must_be_one_word() -> str:
    return "a key must be one word (got a list or a mapping)"


def step_for_a_name(name: str, step: str) -> tuple[str, str]:
    start = f'{name}0 for the state before the first step, or "{name}[{step}]" in quotes'
    return f"{name}[{step}] cannot stand here as it is", f"write {start}"


def tab_before_the_first_word() -> tuple[str, str]:
    return (
        "a tab stands before the first word",
        "indent with spaces, not with tabs",
    )


def quote_never_closed() -> tuple[str, str]:
    return (
        'a quote (") is opened and never closed',
        'close it with another "',
    )


def two_commas_stand_in_a_row() -> tuple[str, str]:
    return (
        "two commas stand in a row",
        "take one comma out",
    )


def rows_without_brackets(name: object, rows: object) -> tuple[str, str]:
    return "several lists where one is meant", f"write brackets round them: {name}: [{rows}]"


def semicolon_between_entries() -> str:
    return "a semicolon between entries"


def write_comma_for_it() -> str:
    return 'write a comma in place of ";"'


def entry_without_dash(line: object, first: object) -> tuple[str, str]:
    return f"an entry of the list of line {line}, without a dash", f'write "- {first}"'


def list_without_dash(name: object, first: object) -> tuple[str, str]:
    return (
        f"{name} is a list, and no dash stands here",
        f'write "- {first}"',
    )


def bracket_never_closed(mark: object, pairs: object) -> tuple[str, str]:
    return (
        f'"{mark}" is opened and never closed',
        f'close it with "{pairs}"; a text that holds "{mark}" stands in quotes',
    )


def stray_indentation(word: object, mine: object) -> str:
    return f"{word} is indented by {mine} spaces, and nothing around it is"


def quote_brackets_inside_braces() -> str:
    return 'inside { }, put an expression with brackets in quotes: {value: "h[2]"}'


def no_space_after_the_colon(word: str, rest: str) -> tuple[str, str]:
    return f"no space after the colon of {word}", f'write "{word}: {rest}"'


def no_space_after_the_dash(word: object) -> str:
    return f"no space after the dash of {word}"


def write_key_value_with_a_colon(word: object, rest: object) -> str:
    return f'write "key: value" with a colon and a space: "{word}: {rest}"'


def write_with_a_space_after() -> str:
    return 'write "- " with a space after the dash'


def is_a_text_of_several_lines(empty: object) -> str:
    return f"{empty} is a text of several lines"


def the_file_is_empty() -> tuple[str, str]:
    return (
        "the file is empty",
        'start with "title: ..."',
    )
