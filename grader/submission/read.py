"""From a path to a submission: find the file, read it, understand it, never run it."""

from __future__ import annotations

from pathlib import Path

from grader.submission.file import ENDINGS, bytes_of, file_meant, text_of, told
from grader.submission.model import Submission, Unusable
from grader.words.sentences import submissions as sentences


def read_submission(path: Path | str) -> Submission:
    """The submission at a path: a `.py`, `.yaml`, `.yml` or `.json` file, or a folder with one.

    Whatever is wrong with it stands in `faults`; nothing is raised, and no code is run.
    """
    path = Path(path)
    try:
        path = file_meant(path)
        return _understood(path)
    except Unusable as unusable:
        return Submission(path, faults=(unusable.fault,))


def _understood(path: Path) -> Submission:
    ending = path.suffix.lower()
    if ending not in ENDINGS:
        # A path that is not there is told as such, whatever its ending.
        bytes_of(path)
        sentence = sentences.submission_unknown_ending(told(path), (*ENDINGS, ".ipynb"))
        raise Unusable("submission.unknown-ending", sentence)
    content = bytes_of(path)
    # Each reader is imported by those who use it.
    if ending == ".py":
        from grader.submission.read_program import read_program  # see above

        return read_program(path, content)
    text = text_of(content, path)
    if ending == ".json":
        from grader.submission.json_answers import read_json  # see above

        return read_json(text, path)
    from grader.submission.yaml_answers import read_yaml  # see above

    return read_yaml(text, path)
