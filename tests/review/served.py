"""A review that is really served, and a browser in front of it."""

from __future__ import annotations

import os
import shutil
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from grader.review.serve import Review

CHROMIUM = shutil.which("chromium") or "/usr/bin/chromium"


def is_there() -> bool:
    """Whether a browser can be driven here."""
    try:
        import playwright.sync_api  # noqa: F401 - only asked for
    except ModuleNotFoundError:
        return False
    return os.access(CHROMIUM, os.X_OK)


@contextmanager
def served(out: Path, by: str = "ann", suggest: str | None = None) -> Iterator[Review]:
    """A review that answers until the block ends."""
    review = Review(out, by=by, suggest=suggest)
    thread = threading.Thread(target=review.run)
    thread.start()
    try:
        while not review.server.started:
            time.sleep(0.01)
        yield review
    finally:
        review.server.should_exit = True
        thread.join()
        review.close()


@contextmanager
def browser() -> Iterator[Any]:
    """Debian's Chromium, driven by playwright."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as play:
        found = play.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield found
        found.close()


class Reader:
    """Somebody at the page, who presses keys and looks at what is said."""

    def __init__(self, page: Any, address: str) -> None:
        self.page = page
        self.wrong: list[str] = []
        page.on("pageerror", lambda fault: self.wrong.append(str(fault)))
        page.on(
            "console", lambda said: self.wrong.append(said.text) if said.type == "error" else None
        )
        page.goto(address)
        self.until("document.activeElement.id === 'place'")

    def until(self, what: str) -> None:
        """Wait until an expression holds; the page's own rules forbid that it waits by itself."""
        end = time.monotonic() + 15
        while not self.page.evaluate(what):
            assert time.monotonic() < end, (
                f"{what}: {self.place}, {self.page.text_content('#said')}"
            )
            self.page.wait_for_timeout(10)

    def press(self, *keys: str) -> None:
        """Press keys, one after another."""
        for key in keys:
            self.page.keyboard.press(key)

    def says(self, text: str, where: str = "status") -> None:
        """Wait until a live region says something."""
        self.until(f"document.getElementById('{where}').textContent.includes({text!r})")

    def mark(self, *keys: str) -> None:
        """Press keys that tick boxes, and wait until it is saved."""
        self.page.evaluate("document.getElementById('status').textContent = ''")
        self.press(*keys)
        self.says("Saved")

    def onward(self) -> None:
        """Go to the next unread text."""
        before = self.place
        self.press("Enter")
        self.until(f"document.getElementById('place').textContent !== {before!r}"
                   " || document.getElementById('status').textContent.includes('left')")  # fmt: skip

    @property
    def place(self) -> str:
        """Which text it is, and whether it is marked."""
        return str(self.page.text_content("#place"))

    def ticked(self) -> list[str]:
        """The boxes that are ticked."""
        return list(self.page.eval_on_selector_all("#boxes input", "all => all.filter(b => b.checked).map(b => b.value)"))  # fmt: skip
