"""What `grader completion` takes, and how its help says it."""

from __future__ import annotations

from grader.cli.usage.declare import Usage, takes

SHELLS = ("bash", "zsh", "fish")
USAGE = Usage(
    sentence="Print what completes commands, options and assignments in bash, zsh or fish.",
    example='eval "$(grader completion bash)"',
    exits={0: "printed", 2: "there is no completion for that shell"},
    takes=(takes("shell", metavar="SHELL", choices=SHELLS, help=", ".join(SHELLS)),),
)
