"""Why a request is not done: a status of HTTP, and a sentence for whoever asked."""

from __future__ import annotations


class Refused(Exception):
    """A request that changes nothing; `now` is what holds in its place, where something does."""

    def __init__(self, status: int, sentence: str, now: object = None) -> None:
        super().__init__(sentence)
        self.status, self.sentence, self.now = status, sentence, now
