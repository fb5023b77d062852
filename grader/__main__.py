"""The command `grader`."""

from __future__ import annotations

import contextlib
import gc
import os
import sys

TYPE_CHECKING = False  # `typing` takes as long to load as all of help
if TYPE_CHECKING:
    from typing import NoReturn


def main() -> NoReturn:
    """Do what the command line asks for, and end with its exit code."""
    # A command lives for a fraction of a second.  Looking through everything NumPy brings for
    # garbage, again and again while modules load, would take a fifth of it.
    gc.disable()
    _open_standard_handles()
    # Must happen before NumPy is loaded: its threads spin through twice the processor time of
    # a check, and no matrix here is large enough to gain from them.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    from grader.cli import main as run_command  # after the lines above

    code = run_command(sys.argv[1:])
    for stream in (sys.stdout, sys.stderr):
        with contextlib.suppress(OSError, ValueError, AttributeError):  # closed, or nobody reads
            stream.flush()
    # Everything is written and every worker ended; taking NumPy down piece by piece is another
    # fifth that nobody waits for.
    os._exit(code)


def _open_standard_handles() -> None:
    """Let standard input, output and errors lead somewhere, whoever started us with them closed.

    Otherwise the next pipe of ours would get one of their numbers, and what is printed would go there.
    """
    for handle, name in enumerate(("stdin", "stdout", "stderr")):
        try:
            os.fstat(handle)
        except OSError:
            os.open(os.devnull, os.O_RDWR)  # it gets the lowest number that is free
        if getattr(sys, name) is None:
            setattr(sys, name, open(handle, "w" if handle else "r", closefd=False))  # noqa: SIM115


def _started_as_module() -> None:
    """Mind where modules come from: `python -m` looks in the working folder first of all."""
    from grader import command  # only `python -m` needs it

    package = os.path.dirname(os.path.abspath(__file__))
    is_here = os.path.realpath(os.path.dirname(package)) == os.path.realpath(os.curdir)
    if getattr(sys.flags, "safe_path", False) or sys.flags.isolated or not is_here:
        command.leave_out_strangers()
        return
    said = (
        "grader: this program itself lies in the working folder, and so may files of others; "
        "`grader`, or `python -P -m grader`, takes no module from there"
    )
    with contextlib.suppress(OSError, ValueError, AttributeError):
        sys.stderr.write(f"{said}\n")


if __name__ == "__main__":
    _started_as_module()
    main()
