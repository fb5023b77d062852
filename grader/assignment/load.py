"""From a file to an assignment: read, validate, check, expand; or straight from the cache.

The way through the cache imports neither YAML nor pydantic, which together take longer than
everything else that a check does.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, cast

from grader.assignment import cache
from grader.assignment.dataclass_json import from_plain, to_plain
from grader.assignment.locate import identity
from grader.assignment.model import Answer, Assignment, Plain
from grader.outcome.errors import InputError
from grader.words.sentences.complaints import files as sentences
from reference.records import replace

if TYPE_CHECKING:
    from collections.abc import Mapping

    from grader.assignment.faults import Fault
    from grader.assignment.read_anew import Source

_LARGEST = 5_000_000  # bytes; the sheets of a whole course have less


def load_assignment(path: Path, *, kits: bool = False) -> Assignment:
    """The assignment in a file; raise AssignmentFaults with everything that is wrong in it.

    A student's kit has no whole key: it is refused where nobody says that `kits` will do.
    """
    assignment = _loaded(path)
    if not kits:
        _refuse_kit(assignment, path)
    return assignment


def _refuse_kit(assignment: Assignment, path: Path) -> None:
    if assignment.kit is not None:
        raise InputError(sentences.whole_key_needed(path, assignment.kit.assignment))


def _loaded(path: Path) -> Assignment:
    source = _bytes(path)
    name = identity(path)
    key = b"assignment\0" + name.encode() + b"\0" + source

    def make() -> Plain:
        from grader.assignment.read_anew import read  # brings YAML and pydantic

        return to_plain(read(path, source).assignment)

    stored = cache.cached(key, make)
    try:
        assignment = from_plain(Assignment, stored)
    except (TypeError, ValueError, AttributeError):
        cache.forget(key)  # damaged on disk, though still JSON
        assignment = from_plain(Assignment, make())
    return _with_files(_with_tests(assignment, path), path)


def _with_files(assignment: Assignment, path: Path) -> Assignment:
    """The assignment with the course's modules as they are now: they are files of their own."""
    if not assignment.files:
        return assignment
    from grader.assignment.brought import bytes_beside  # only for those who bring some

    try:
        kit = assignment.kit is not None
        read = {name: bytes_beside(path.parent, name, of_kit=kit) for name in assignment.files}
        texts = {name: source.decode() for name, source in read.items()}
    except (OSError, ValueError) as error:
        read_assignment(path)  # raises, with its line
        raise InputError(f"{path}: {error}") from None
    return replace(assignment, files=texts)


def _with_tests(assignment: Assignment, path: Path) -> Assignment:
    """The assignment with the course's own tests as they are now: they are files of their own."""
    if assignment.kit is not None or all(answer.kind != "tests" for answer in assignment.answers):
        return assignment
    from grader.assignment.read_tests import own_tests  # only for those who bring some

    def read(answer: Answer) -> Answer:
        if answer.kind != "tests":
            return answer
        said = cast("Mapping[str, str]", answer.value)
        tests = own_tests(path.parent, said["file"], said["module"])
        if tests.points != answer.points:
            raise ValueError(f"{tests.file} has changed")
        return replace(answer, value=to_plain(tests))

    try:
        questions = tuple(
            replace(question, answers=tuple(read(answer) for answer in question.answers))
            for question in assignment.questions
        )
    except (OSError, ValueError) as error:
        read_assignment(path)  # raises, with every fault at its line
        raise InputError(f"{path}: {error}") from None
    return replace(assignment, questions=questions)


def read_assignment(path: Path) -> Source:
    """The assignment in a file with its places, read anew; raise AssignmentFaults."""
    from grader.assignment.read_anew import read  # brings YAML and pydantic

    source = read(path, _bytes(path))
    _refuse_kit(source.assignment, path)
    return source


def assignment_faults(path: Path) -> list[Fault]:
    """Everything wrong in a file, warnings included; none of it is raised."""
    from grader.assignment.faults import AssignmentFaults  # only lint asks

    try:
        return list(read_assignment(path).warnings)
    except AssignmentFaults as found:
        return list(found.faults)


def _bytes(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            source = file.read(_LARGEST + 1)
    except OSError as error:
        raise InputError(f"{path} cannot be read: {error.strerror or error}") from error
    if len(source) > _LARGEST:
        raise InputError(sentences.too_large(path, f"{_LARGEST:,}"))
    return source
