"""What counts beside the key, in words for staff: other values, paid mistakes, other words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from grader.assignment import Answer
from grader.words.sentences import handouts as sentences
from grader.words.text import points


def what_counts(answer: Answer, made: Mapping[str, list[str]]) -> Iterator[str]:
    """What else counts, as staff should know; `made` has by its note what a mistake is here."""
    for other in answer.alternatives:
        yield sentences.key_alternative(str(other.value), other.why)
    for other in answer.partly:
        earned = points(other.share * answer.points)
        yield sentences.key_partly(str(other.value), other.why, earned)
    for note, share in answer.known_mistakes.items():
        yield sentences.key_mistake(note, made.get(note, []), points(share * answer.points))
    texts = set(answer.options.values())  # which stand on the sheet
    for word, meant in answer.synonyms.items():
        if word not in texts:
            yield sentences.key_synonym(word, meant)
