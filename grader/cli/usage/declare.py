"""The forms of those tables."""

from __future__ import annotations

TYPE_CHECKING = False  # `typing` itself takes as long to load as all tables together
if TYPE_CHECKING:
    import argparse
    from collections.abc import Mapping


class Takes:
    """One argument: the words and the rest that argparse's `add_argument` takes."""

    def __init__(self, words: tuple[str, ...], how: Mapping[str, object]) -> None:
        self.words = words
        self.how = how

    def declare(self, parser: argparse._ActionsContainer) -> None:
        """Add it to a parser or a group."""
        parser.add_argument(*self.words, **self.how)  # type: ignore[arg-type]  # argparse checks them


class Either:
    """Arguments of which one at most may be given."""

    def __init__(self, choices: tuple[Takes, ...]) -> None:
        self.choices = choices

    def declare(self, parser: argparse._ActionsContainer) -> None:
        """Add them to a parser, as a group."""
        group = parser.add_mutually_exclusive_group()
        for choice in self.choices:
            choice.declare(group)


class Usage:
    """A command: what it does in a sentence, an example, its exit codes, and what it takes."""

    def __init__(
        self,
        *,
        sentence: str,
        example: str,
        exits: Mapping[int, str],
        takes: tuple[Takes | Either, ...] = (),
    ) -> None:
        self.sentence = sentence
        self.example = example
        self.exits = exits
        self.takes = takes


def takes(*words: str, **how: object) -> Takes:
    """One argument, as argparse's `add_argument` takes it."""
    return Takes(words, how)


def either(*choices: Takes) -> Either:
    """Arguments of which one at most may be given."""
    return Either(choices)
