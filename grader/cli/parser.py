"""How commands are declared, and how a mistyped one is answered.

argparse, not click or typer: it loads in 5 ms where they take 18 and more, and `--help` has to
stay within 0.6 of the time that `python -c "import numpy"` takes.
"""

from __future__ import annotations

import argparse
import os
import re
import sys
from collections.abc import Iterable, Sequence
from importlib import import_module

from grader.cli import usage
from grader.cli.usage import COMMANDS
from grader.outcome.errors import InputError

TYPE_CHECKING = False  # `typing` itself takes as long to load as all our command modules
if TYPE_CHECKING:
    from typing import Any, NoReturn, TypeVar

    from grader.cli.usage.declare import Usage

    AnyAction = TypeVar("AnyAction", bound=argparse.Action)

# Endings of a submission: `grader answers.py` is a check without the word.
SUBMISSION_ENDINGS = (".py", ".ipynb", ".yaml", ".yml", ".json")


def formats_of(text: str, known: Sequence[str]) -> tuple[str, ...]:
    """The formats that a list such as `pdf,html` names; raise InputError for others."""
    found = tuple(dict.fromkeys(part.strip().lower() for part in text.split(",") if part.strip()))
    unknown = [part for part in found if part not in known]
    if unknown or not found:
        from grader.words.sentences import classes as sentences  # only a mistake pays for it

        raise InputError(sentences.no_such_format(unknown, known))
    return found


class Help(argparse.RawDescriptionHelpFormatter):
    """Help as wide as the terminal; argparse would load `shutil` and all its compressors to ask."""

    def __init__(self, prog: str) -> None:
        super().__init__(prog, width=_columns() - 2)


def _columns() -> int:
    said = os.environ.get("COLUMNS", "")
    if said.isdecimal() and int(said):
        return int(said)
    try:
        return os.get_terminal_size(sys.__stdout__.fileno()).columns or 80  # type: ignore[union-attr]
    except (AttributeError, ValueError, OSError):
        return 80  # no terminal


class Parser(argparse.ArgumentParser):
    """A parser that answers a mistake with a sentence instead of ending the process.

    It keeps a list of what it takes, in the order of its help: shells complete from it, and the
    manual is made of it.  What stands in the table of a command is declared when somebody asks for it: the help
    of all commands needs their sentences alone.
    """

    table: Usage | None = None
    _declared: tuple[argparse.Action, ...] = ()

    @property
    def declared(self) -> tuple[argparse.Action, ...]:
        """All that it takes."""
        self._declare()
        return self._declared

    def parse_known_args(self, *given: Any, **named: Any) -> Any:
        """The words that it knows, as a namespace, and the others."""
        self._declare()
        return super().parse_known_args(*given, **named)

    def print_help(self, file: Any = None) -> None:
        """Print the help; unlike argparse's own it does not keep silent where that cannot be written."""
        print(self.format_help(), end="", file=file)

    def format_usage(self) -> str:
        """The line of usage."""
        self._declare()
        return super().format_usage()

    def _declare(self) -> None:
        table, self.table = self.table, None
        if table is not None:
            self.add_argument("--debug", action="store_true", help=usage.DEBUG)
            for argument in table.takes:
                argument.declare(self)

    def _add_action(self, action: AnyAction) -> AnyAction:
        self._declared = (*self._declared, action)
        return super()._add_action(action)

    def error(self, message: str) -> NoReturn:
        """Say what is wrong with the command line, and where its help is."""
        raise InputError(f"{self.prog}: {message}. `{self.prog} --help` shows what it takes.")


class About(argparse.Action):
    """`--version`: what a report of a fault should say about this machine."""

    def __init__(self, option_strings: Sequence[str], dest: str, version: str) -> None:
        super().__init__(option_strings, dest, nargs=0, help=usage.VERSION)
        self.version = version

    def __call__(
        self,
        parser: argparse.ArgumentParser,
        _namespace: argparse.Namespace,
        _values: object,
        _option: str | None = None,
    ) -> None:
        """Print, and end."""
        from grader.cli.about import about  # looks at the machine

        print(about(self.version))
        parser.exit()


class Commands:
    """The commands of these names, each as its table in `usage` declares it."""

    def __init__(self, names: Iterable[str] = COMMANDS, *, version: str = "") -> None:
        self.parser = Parser(
            prog="grader",
            description=usage.ABOUT,
            epilog=_epilog(
                example="grader check examples/exam-relu-9.py",
                exits=usage.EXITS,
                more=usage.MORE,
            ),
            formatter_class=Help,
            allow_abbrev=False,
        )
        self.parser.add_argument("--version", action=About, version=version)
        self._table = self.parser.add_subparsers(
            title="commands", metavar="COMMAND", parser_class=Parser
        )
        self._of: dict[str, Parser] = {}
        for name in names:
            self._declare(name, import_module(f"grader.cli.usage.{name}").USAGE)

    @property
    def parsers(self) -> dict[str, Parser]:
        """The parser of every command that was declared, in their order."""
        return dict(self._of)

    def _declare(self, name: str, takes: Usage) -> None:
        parser = self._table.add_parser(
            name,
            help=takes.sentence,
            description=takes.sentence,
            epilog=_epilog(example=takes.example, exits={**takes.exits, 3: usage.EXITS[3]}),
            formatter_class=Help,
            allow_abbrev=False,
        )
        parser.set_defaults(command=name)
        parser.table = takes
        self._of[name] = parser

    def parse(self, words: Sequence[str]) -> argparse.Namespace:
        """The arguments of a command line, or a sentence about the first word not understood."""
        if words and not words[0].startswith("-") and words[0] not in self._of:
            raise InputError(self._about_command(words[0]))
        arguments = argparse.Namespace()
        _, unknown = self.parser.parse_known_args(words, arguments)
        if unknown:
            raise InputError(self._about_option(words[0], unknown[0]))
        return arguments

    def _about_command(self, word: str) -> str:
        from grader.words.sentences import command_lines as sentences  # only a fault pays for it

        if word.endswith(SUBMISSION_ENDINGS):
            return sentences.is_a_file(word)
        hint = (
            sentences.commands_about([f"grader {name}" for name in self._about(word)])
            or _nearest(word, self._of, before="grader ")
            or self._listed()
        )
        return sentences.no_such_command(word, hint)

    def _about(self, word: str) -> list[str]:
        """The commands whose sentence has a word: whoever types `sheet` or `key` wants one of them."""
        said = {name: str(parser.description).lower() for name, parser in self._of.items()}
        wanted = re.compile(rf"\b{re.escape(word.lower().rstrip('s'))}s?\b")
        return [name for name in self._of if wanted.search(said[name])][:5]

    def _about_option(self, command: str, word: str) -> str:
        name = f"grader {command}" if command in self._of else "grader"
        if command == "check" and not word.startswith("-"):
            # Only a fault pays for it.
            from grader.words.sentences import command_lines as sentences

            return sentences.one_hand_in(name, word)
        if not word.startswith("-"):
            return f"{name} takes no further {word!r}. `{name} --help` shows what it takes."
        typed = word.partition("=")[0]
        known = _options(self._of.get(command, self.parser))
        hint = _nearest(typed, known) or f"`{name} --help` lists them."
        return f"{name} has no option {typed!r}. {hint}"

    def _listed(self) -> str:
        return f"Commands are {', '.join(self._of)}."


def _options(parser: Parser) -> tuple[str, ...]:
    # The usage line names every option; argparse keeps no public list of them.
    words = parser.format_usage().replace("[", " ").replace("]", " ").split()
    return tuple(word for word in words if word.startswith("--"))


def _nearest(word: str, known: Iterable[str], *, before: str = "") -> str:
    from difflib import get_close_matches  # only a mistake pays for it

    found = get_close_matches(word, list(known), n=1, cutoff=0.5)
    return f"Did you mean `{before}{found[0]}`?" if found else ""


def _epilog(*, example: str, exits: dict[int, str], more: str = "") -> str:
    codes = "\n".join(f"  {code}  {meaning}" for code, meaning in sorted(exits.items()))
    text = f"example:\n  {example}\n\nexit codes:\n{codes}"
    return f"{text}\n\n{more}" if more else text
