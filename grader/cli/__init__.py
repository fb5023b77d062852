"""The command line: one module a command, and one place that turns faults into exit codes.

Each command module has `add(commands)`, which declares it, and `run(arguments)`, which
imports what it needs and answers the exit code. Nothing heavy is imported up here, so that
`grader --help` takes a fraction of the time that NumPy alone needs to load.
"""

from grader.cli.main import main

__all__ = ["main"]
