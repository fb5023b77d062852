"""Every command as it declares itself."""

from __future__ import annotations

from collections.abc import Iterator

from grader.cli.parser import Commands, Parser


def parsers() -> dict[str, Parser]:
    """The parsers of all commands."""
    return Commands().parsers


def page() -> str:
    """The page of the commands."""
    return "\n".join(_lines()) + "\n"


def _lines() -> Iterator[str]:
    yield "# Commands\n"
    yield "What each prints under `--help`. The tables that they read and write are in [Formats](../formats.md).\n"
    for name, parser in parsers().items():
        yield f"## grader {name}\n"
        yield f"{parser.description}\n"
        yield "| argument | what it is |\n| --- | --- |"
        for action in parser.declared:
            if action.dest in ("help", "debug"):
                continue
            word = " ".join(action.option_strings) or str(action.metavar or action.dest)
            takes = (
                f" {action.metavar or action.dest.upper()}"
                if action.option_strings and action.nargs != 0
                else ""
            )
            choice = f" ({', '.join(map(str, action.choices))})" if action.choices else ""
            shown = f"{word}{takes}".replace("|", "or")
            said = (action.help or "").replace("|", "&#124;")
            yield f"| `{shown}` | {said}{choice} |"
        yield f"\n```text\n{parser.epilog}\n```\n"
