"""The work in what was given to `check`: one file, or a folder that one student handed in."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from grader.assignment import Assignment, find_assignment, find_own, kit_in, load_assignment
from grader.files.glimpse import start_of
from grader.outcome.errors import InputError
from grader.submission.started_ahead import StartedAhead, begin
from grader.submission.work import Work, opened
from reference.records import replace

_LINE = re.compile(rb"^[\s\"]*assignment\\?\"?\s*[:=]\s*\\?[\"']?([\w][\w.-]*)", re.MULTILINE)
_HEAD = 200_000  # bytes in which the line is searched


@contextmanager
def collected(path: Path, *, named: str | None, begun: StartedAhead | None) -> Iterator[Work]:
    """The work at a path, with what belongs to it; raise InputError where there is none."""
    with ExitStack() as stack:
        if begun is None and (begun := begin(path)) is not None:
            stack.callback(begun.close)
        asked_for = _asked_for(path, named)
        if not path.is_dir():
            if asked_for is not None and begun is not None and begun.running is not None:
                from grader.submission.limits_of import limits_of  # only programs have limits

                begun.running[1].adopt(limits_of(asked_for))
            yield stack.enter_context(opened(path, begun=begun))
            return
        yield stack.enter_context(_in_folder(path, asked_for, begun))


@contextmanager
def _in_folder(
    path: Path, asked_for: Assignment | None, begun: StartedAhead | None
) -> Iterator[Work]:
    # a single file is not looked for
    from grader.sandbox import SubmissionError
    from grader.sandbox.rooms import temporary  # as above
    from grader.submission.handed_in import NothingHandedIn, handed_in  # as above
    from grader.submission.limits_of import limits_of  # as above

    with ExitStack() as stack:

        def room() -> Path:
            return Path(stack.enter_context(temporary("unpacked")))

        try:
            found = handed_in(path, asked_for, room=room)
        except NothingHandedIn as nothing:
            raise InputError(str(nothing)) from None
        except SubmissionError as fault:
            raise InputError(fault.sentence) from None
        zygote = begun.worker_pool if begun is not None else None
        limits = limits_of(asked_for) if asked_for is not None else None
        work = stack.enter_context(
            opened(found.path, zygote=zygote, source=found.source, limits=limits)
        )
        yield replace(work, remarks=(*found.remarks, *work.remarks))


def _asked_for(path: Path, named: str | None) -> Assignment | None:
    """The assignment whose answers are asked for, if that is known before anything was run."""
    if named is not None:
        return load_assignment(find_assignment(named, submission=path), kits=True)
    folder = path if path.is_dir() else path.parent
    if (kit := kit_in(folder)) is not None:
        return load_assignment(kit, kits=True)
    files = [path]
    if path.is_dir():
        from grader.submission.handed_in import gathered  # as above

        files = gathered(folder)
    lines = {line for file in files if (line := _own_line(file))}
    if len(lines) != 1:
        return None
    try:
        return load_assignment(find_own(lines.pop(), submission=path), kits=True)
    except InputError:
        return None  # the file that is taken will say so itself


def _own_line(file: Path) -> str:
    found = _LINE.search(start_of(file, _HEAD, links=True))
    return found[1].decode(errors="replace") if found else ""
