"""`grader completion`: what a shell offers when one presses the tab key.

The script is written from the commands as they are declared, so it knows every option they have.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator, Mapping

from grader.assignment import all_assignments
from grader.cli.parser import Commands, Parser

_WHERE = {
    "bash": "~/.local/share/bash-completion/completions/grader",
    "zsh": "a folder of your fpath, as _grader",
    "fish": "~/.config/fish/completions/grader.fish",
}


def run(arguments: argparse.Namespace) -> int:
    """Print the script."""
    commands = Commands()
    ids = sorted({name for name, _ in all_assignments()})
    print(script(arguments.shell, commands.parsers, ids))
    return 0


def script(shell: str, parsers: Mapping[str, Parser], ids: list[str]) -> str:
    """The script for a shell; `ids` are the assignments that it offers beside files."""
    write = {"bash": _bash, "zsh": _zsh, "fish": _fish}[shell]
    where = f"# Completion of grader for {shell}; keep it in {_WHERE[shell]}"
    return "\n".join((*write(parsers, ids), where))  # zsh wants its own mark in the first line


def _options(parser: Parser) -> Iterator[tuple[str, argparse.Action]]:
    for action in parser.declared:
        for word in action.option_strings:
            if word.startswith("--"):
                yield word, action


def _choices(parser: Parser) -> Iterator[tuple[str, tuple[str, ...]]]:
    for word, action in _options(parser):
        if action.choices:
            yield word, tuple(map(str, action.choices))


def _takes(parser: Parser) -> tuple[str, ...]:
    """Words that stand for themselves in the place of an argument."""
    return tuple(
        str(word)
        for action in parser.declared
        if not action.option_strings and action.choices
        for word in action.choices
    )


def _names_assignment(parser: Parser) -> bool:
    return any(a.metavar == "A" and not a.option_strings for a in parser.declared)


def _bash(parsers: Mapping[str, Parser], ids: list[str]) -> Iterator[str]:
    yield "_grader() {"
    yield '    local word="${COMP_WORDS[COMP_CWORD]}" before="${COMP_WORDS[COMP_CWORD-1]}"'
    yield '    local command="${COMP_WORDS[1]}" words=""'
    yield '    if [ "$COMP_CWORD" -eq 1 ]; then'
    yield f'        COMPREPLY=($(compgen -W "{" ".join(parsers)} --help --version" -- "$word"))'
    yield "        return"
    yield "    fi"
    yield '    case "$command $before" in'
    for name, parser in parsers.items():
        for word, values in _choices(parser):
            yield f'        "{name} {word}") COMPREPLY=($(compgen -W "{" ".join(values)}" -- "$word")); return;;'
    yield (
        '        *" --assignment") COMPREPLY=($(compgen -f -W "'
        + " ".join(ids)
        + '" -- "$word")); return;;'
    )
    yield "    esac"
    yield '    case "$command" in'
    for name, parser in parsers.items():
        options = " ".join(word for word, _ in _options(parser))
        yield f'        {name}) words="{options}";;'
    yield "    esac"
    yield '    if [ "${word#-}" != "$word" ]; then COMPREPLY=($(compgen -W "$words" -- "$word")); return; fi'
    yield '    case "$command" in'
    for name, parser in parsers.items():
        offered = [*_takes(parser), *(ids if _names_assignment(parser) else ())]
        if offered:
            yield f'        {name}) COMPREPLY=($(compgen -f -W "{" ".join(offered)}" -- "$word")); return;;'
    yield "    esac"
    yield '    COMPREPLY=($(compgen -f -- "$word"))'
    yield "}"
    yield "complete -o filenames -F _grader grader"


def _zsh(parsers: Mapping[str, Parser], ids: list[str]) -> Iterator[str]:
    yield "#compdef grader"
    yield "_grader_words() { compadd -a offered; _files; }"
    yield "_grader() {"
    yield "    local -a commands offered"
    yield "    commands=("
    for name, parser in parsers.items():
        yield f"        {_quoted(f'{name}:{_plain(parser.description)}')}"
    yield "    )"
    yield "    if (( CURRENT == 2 )); then _describe command commands; return; fi"
    yield "    case $words[2] in"
    for name, parser in parsers.items():
        yield f"        {name})"
        specs = [_zsh_option(word, action) for word, action in _options(parser)]
        offered = [*_takes(parser), *(ids if _names_assignment(parser) else ())]
        specs.append("'*:what:_grader_words'" if offered else "'*:file:_files'")
        yield f"            offered=({' '.join(offered)})"
        yield "            shift words; (( CURRENT-- ))"
        yield f"            _arguments {' '.join(specs)};;"
    yield "    esac"
    yield "}"
    yield 'if [[ $funcstack[1] = _grader ]]; then _grader "$@"; else compdef _grader grader; fi'


def _zsh_option(word: str, action: argparse.Action) -> str:
    said = _plain(action.help).replace("[", "(").replace("]", ")")
    if action.nargs == 0:
        return _quoted(f"{word}[{said}]")
    values = f"({' '.join(map(str, action.choices))})" if action.choices else "_files"
    return _quoted(f"{word}[{said}]:value:{values}")


def _fish(parsers: Mapping[str, Parser], ids: list[str]) -> Iterator[str]:
    for name, parser in parsers.items():
        said = _quoted(_plain(parser.description))
        yield f"complete -c grader -n __fish_use_subcommand -f -a {name} -d {said}"
        only = f"-n '__fish_seen_subcommand_from {name}'"
        for word, action in _options(parser):
            takes = ""
            if action.choices:
                takes = f" -x -a {_quoted(' '.join(map(str, action.choices)))}"
            elif action.nargs != 0:
                takes = " -r"
            yield f"complete -c grader {only} -l {word[2:]}{takes} -d {_quoted(_plain(action.help))}"
        offered = [*_takes(parser), *(ids if _names_assignment(parser) else ())]
        if offered:
            yield f"complete -c grader {only} -a {_quoted(' '.join(offered))}"


def _plain(text: str | None) -> str:
    return (text or "").replace("`", "").replace("'", "’").replace(":", " -")


def _quoted(text: str) -> str:
    return f"'{text}'"
