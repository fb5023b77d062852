"""How far a class is: a bar with the rate and the time left, where somebody looks on."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager


@contextmanager
def progress() -> Iterator[Callable[[int, int], None]]:
    """A function to be told how many are done, of how many; it is silent but on a terminal."""
    if not sys.stderr.isatty():
        yield lambda _done, _all: None
        return
    with ExitStack() as stack:
        bar: list[
            Callable[[int, int], None]
        ] = []  # once there is something to show: it has a thread

        def shown(done: int, count: int) -> None:
            if not bar:
                bar.append(stack.enter_context(_bar()))
            bar[0](done, count)

        yield shown


@contextmanager
def _bar() -> Iterator[Callable[[int, int], None]]:
    from rich.console import Console  # only a terminal pays for Rich
    from rich.progress import (  # as above
        BarColumn,
        MofNCompleteColumn,
        Progress,
        ProgressColumn,
        Task,
        TimeRemainingColumn,
    )
    from rich.text import Text  # as above

    class Rate(ProgressColumn):
        """Hand-ins a second."""

        def render(self, task: Task) -> Text:
            speed = task.finished_speed or task.speed
            return Text(f"{speed:.0f}/s" if speed else "", style="progress.data.speed")

    columns = (BarColumn(), MofNCompleteColumn(), Rate(), TimeRemainingColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        shown = bar.add_task("", total=None)
        yield lambda done, count: bar.update(shown, completed=done, total=count)


@contextmanager
def working() -> Iterator[Callable[[str], None]]:
    """A function to be told what is being done; with the seconds so far, and silent but on a terminal."""
    if not sys.stderr.isatty():
        yield lambda _what: None
        return
    from rich.console import Console  # only a terminal pays for Rich
    from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn  # as above

    columns = (SpinnerColumn(), TextColumn("{task.description}"), TimeElapsedColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as line:
        shown = line.add_task("", total=None)
        yield lambda what: line.update(shown, description=what)
