"""What each command takes, a table a command: its sentence, an example, its exit codes, its arguments.

Nothing here does anything: `cli.parser` makes argparse's parsers of these tables, completion and the manual read what
became of them, and a translator finds here whatever help says.
"""

ABOUT = "Grade exercises about recurrent networks out of the cells' equations."
EXITS = {
    0: "done",
    1: "a check with points lost",
    2: "input not found or faulty",
    3: "our own fault",
}
MORE = "`grader COMMAND --help` says more about a command."
VERSION = "show versions and the isolation here"
DEBUG = "show where it went wrong, if we fail ourselves"

# In the order of a sheet's life for the one who grades; help shows them so.
COMMANDS = (
    "check",
    "certify",
    "new",
    "batch",
    "report",
    "regrade",
    "marks",
    "review",
    "solve",
    "lint",
    "try",
    "preview",
    "template",
    "secret",
    "variants",
    "export",
    "kit",
    "build",
    "simulate",
    "gradescope",
    "cells",
    "schema",
    "completion",
)
