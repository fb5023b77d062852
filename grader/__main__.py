"""The command `grader`."""

import gc
import os
import sys


def main() -> int:
    """What the command line asks for, done; the answer is the exit code."""
    # A command lives for a fraction of a second.  Looking through everything NumPy brings for
    # garbage, again and again while modules load, would take a fifth of it.
    gc.disable()
    # Must happen before NumPy is loaded: its threads spin through twice the processor time of
    # a check, and no matrix here is large enough to gain from them.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    from grader.cli import main as run_command  # after the lines above

    return run_command(sys.argv[1:])


if __name__ == "__main__":
    sys.exit(main())
