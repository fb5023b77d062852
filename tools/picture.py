"""The picture of the terminal that the README shows: a real report, drawn by Rich."""

from __future__ import annotations

import io
import sys
from pathlib import Path

from rich.console import Console

from grader.grading.grade import check
from grader.render.table import show

HOME = Path(__file__).resolve().parent.parent
WIDTH = 96
SUBMISSION = "examples/sheet-pos-tagging.yaml"


def main(target: Path) -> None:
    """Grade the example and save what the terminal shows."""
    console = Console(
        record=True, width=WIDTH, file=io.StringIO(), force_terminal=True, highlight=False
    )
    console.print(f"[bold]$ grader check {SUBMISSION}[/bold]\n")
    show(check(HOME / SUBMISSION), console=console)
    target.parent.mkdir(exist_ok=True)
    console.save_svg(str(target), title="grader check")


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else HOME / "docs" / "terminal.svg")
