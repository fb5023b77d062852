"""The way from the words of a command line to an exit code, faults included."""

from __future__ import annotations

import errno
import gc
import io
import os
import sys
from collections.abc import Sequence
from contextlib import suppress
from importlib import import_module

from grader import __version__
from grader.cli.parser import Commands
from grader.cli.usage import COMMANDS
from grader.outcome.errors import GraderError, OwnFault

# Equations and their rewrites are trees that live until the end: looking for garbage at every 700 new objects found
# none, and took 5 to 12 % of the processor time of a check with wrong answers.
_OBJECTS = 100_000
_NO_ROOM = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EIO})
INTERRUPTED = 130  # what shells say of a program that Ctrl-C ended
NOBODY_READS = 141  # and of one whose reader (`| head`) went away


def main(words: Sequence[str]) -> int:
    """Do what the words ask for; whatever happens, end with a sentence and an exit code."""
    _write_anything()
    gc.set_threshold(_OBJECTS)
    try:
        return _run(words)
    except GraderError as reason:
        return _end(reason, words)
    except KeyboardInterrupt:
        return INTERRUPTED
    except BrokenPipeError:
        sys.stdout = None  # else the interpreter flushes it once more, and complains
        return NOBODY_READS
    except Exception as fault:  # noqa: BLE001 - the one place where a crash of ours gets its sentence
        return _end(_own_fault(fault), words)


def _run(words: Sequence[str]) -> int:
    # whoever names a command at once does not wait for the others
    named = words[:1] if words and words[0] in COMMANDS else COMMANDS
    commands = Commands(named, version=__version__)
    if not words:
        commands.parser.print_help()
        return 0
    try:
        arguments = commands.parse(words)
    except SystemExit as done:  # --help and --version end here
        sys.stdout.flush()
        return int(done.code or 0)
    code: int = import_module(f"grader.cli.{arguments.command}").run(arguments)
    sys.stdout.flush()  # a reader that went away is noticed here, where it has a handler
    _take_away_what_was_left()
    return code


def _take_away_what_was_left() -> None:
    """Sweep the temporary folders of commands that were killed; nearly always there are none."""
    place = os.environ.get("TMPDIR") or os.environ.get("TEMP") or "/tmp"  # noqa: S108 - only looked at
    with suppress(OSError), os.scandir(place) as entries:
        if any(entry.name.startswith("grader-") for entry in entries):
            from grader.sandbox.rooms import sweep  # only where something may lie

            sweep()


def _end(reason: GraderError, words: Sequence[str]) -> int:
    with suppress(OSError):  # a full disk: the code says it all the same
        if "--json" in words:
            import json  # only this branch needs it

            print(json.dumps({"error": reason.sentence}), flush=True)
        else:
            from grader.words.text import visible  # only a fault pays for it

            print(visible(reason.sentence, longest=10_000, lines=True), file=sys.stderr)
        if reason.detail and "--debug" in words:
            print(reason.detail, file=sys.stderr)
    return reason.exit_code


def _own_fault(fault: Exception) -> OwnFault:
    import traceback  # only a crash pays for it

    from grader.words.sentences import command_lines as sentences  # as above

    if isinstance(fault, OSError) and fault.errno in _NO_ROOM and fault.filename is None:
        return OwnFault(sentences.output_not_written(str(fault.strerror)), detail=_way_to(fault))
    last = traceback.extract_tb(fault.__traceback__)[-1]
    module = last.filename.replace("\\", "/").rpartition("/")[2]
    what = f"{type(fault).__name__}: {fault}".rstrip(": ").replace("\n", " ")
    return OwnFault(
        sentences.grader_failed(what, module, last.lineno),
        detail=_way_to(fault),
    )


def _way_to(fault: Exception) -> str:
    import traceback  # as above

    return "".join(traceback.format_exception(fault))


def _write_anything() -> None:
    """Let a terminal that lacks a character show its code instead of failing on it."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")
