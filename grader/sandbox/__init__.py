"""Students' code as an adversary: run it apart, ask it for values, believe nothing else.

    with open_worker(Source.read("submission.py")) as worker:
        worker.start()
        outcome = worker.call("rnn_step", [x, h_prev, W_x, W_h, b])

What comes back are plain values in outcomes.  `Zygote` keeps a clean process for many submissions;
`prefork` makes one of a command that has not read anything secret yet.
"""

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
    OutOfMemory,
    Outcome,
    Parameter,
    Raised,
    Refused,
    Returned,
    Signature,
    TimedOut,
)
from grader.sandbox.source import Source, SubmissionError
from grader.sandbox.worker import Worker, open_worker
from grader.sandbox.zygote import Zygote, ZygoteError, prefork

__all__ = [
    "Absent",
    "Blocked",
    "Crashed",
    "Fault",
    "Kept",
    "Layers",
    "Limits",
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
    "TimedOut",
    "Worker",
    "Zygote",
    "ZygoteError",
    "open_worker",
    "prefork",
    "probe",
]
