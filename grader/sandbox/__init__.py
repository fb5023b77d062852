"""Students' code as an adversary: run it apart, ask it for values, believe nothing else.

    with open_worker(Source.read("submission.py")) as worker:
        worker.start()
        outcome = worker.call("rnn_step", [x, h_prev, W_x, W_h, b])

What comes back are plain values in outcomes.  `Zygote` keeps a clean process for many submissions;
`prefork` makes one of a command that has not read anything secret yet, and has to run before
NumPy is imported: therefore the names below are imported when they are first used.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from grader.sandbox.arguments import OnObject
    from grader.sandbox.decode import Tensor
    from grader.sandbox.early_fork import prefork
    from grader.sandbox.layers import Layers
    from grader.sandbox.layers import find as probe
    from grader.sandbox.limits import Limits
    from grader.sandbox.outcome import (
        Absent,
        Blocked,
        Crashed,
        Fault,
        Kept,
        Opaque,
        OurFault,
        Outcome,
        OutOfMemory,
        Parameter,
        Raised,
        Refused,
        Returned,
        Signature,
        TimedOut,
    )
    from grader.sandbox.source import Source, SubmissionError
    from grader.sandbox.start import start_zygote
    from grader.sandbox.worker import Worker, open_worker
    from grader.sandbox.zygote import WorkerPool, Zygote, ZygoteError

_HOMES = {
    "decode": ("Tensor",),
    "layers": ("Layers", "find"),
    "limits": ("Limits",),
    "outcome": ("Absent", "Blocked", "Crashed", "Fault", "Kept", "Opaque", "OurFault", "OutOfMemory",
                "Outcome", "Parameter", "Raised", "Refused", "Returned", "Signature", "TimedOut"),
    "early_fork": ("prefork",),
    "source": ("Source", "SubmissionError"),
    "arguments": ("OnObject",),
    "worker": ("Worker", "open_worker"),
    "start": ("start_zygote",),
    "zygote": ("WorkerPool", "Zygote", "ZygoteError"),
}  # fmt: skip
_OTHER_NAMES = {"probe": "find"}

__all__ = [
    "Absent",
    "Blocked",
    "Crashed",
    "Fault",
    "Kept",
    "Layers",
    "Limits",
    "OnObject",
    "Opaque",
    "OurFault",
    "OutOfMemory",
    "Outcome",
    "Parameter",
    "Raised",
    "Refused",
    "Returned",
    "Signature",
    "Source",
    "SubmissionError",
    "Tensor",
    "TimedOut",
    "Worker",
    "WorkerPool",
    "Zygote",
    "ZygoteError",
    "open_worker",
    "prefork",
    "probe",
    "start_zygote",
]


def __getattr__(name: str) -> object:
    """Import a public name when it is first asked for."""
    wanted = _OTHER_NAMES.get(name, name)
    if name in __all__:
        for home, names in _HOMES.items():
            if wanted in names:
                return getattr(importlib.import_module(f"{__name__}.{home}"), wanted)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
