# ruff: noqa: D103 -- every function here is one sentence and documents itself
"""What stands in the preview of an assignment."""

from __future__ import annotations

from grader.words.text import counted


def part(name: str) -> str:
    return {"sheet": "Sheet", "key": "Key", "report": "Graded example"}[name]


def state(wrong: int, *, sound: bool, older: bool) -> str:
    if sound:
        return "No faults."
    last = " The pages show the last sound state." if older else ""
    return f"{counted(wrong, 'fault')}, each beside its line.{last}"


def gone() -> str:
    return "The preview has ended."


def no_page_yet() -> str:
    return "<p>Nothing to show before the faults are mended.</p>"


def no_such_page() -> str:
    return "There is no such page."


def not_for_you() -> str:
    return "Open the address that `grader preview` printed: it carries the key to this page."


def port_taken(port: int, why: str) -> str:
    return f"port {port} cannot be used ({why}); leave out --port, and a free one is taken"


def opened(address: str) -> str:
    return f"{address}\nOpen it in a browser on this machine; Ctrl-C ends it."
