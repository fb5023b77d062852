"""The one page: a file of HTML beside this one, with its words and its one-time number put in."""

from __future__ import annotations

import json
import re
from functools import cache
from html import escape
from pathlib import Path

from grader.words.sentences import review_page as words

_NAME = re.compile(r"\[\[(\w+)\]\]")


def page(*, nonce: str, by: str) -> str:
    """The page; `nonce` is what lets its own style and script run, `by` who marks."""
    put = {
        "nonce": nonce,
        "by": by,
        "words": json.dumps({**words.LATER, "list": words.KEYS}),
        **words.LABELS,
    }
    return _NAME.sub(lambda found: escape(put[found[1]]), _written())


@cache
def _written() -> str:
    return Path(__file__).with_name("page.html").read_text(encoding="utf-8")
