# ruff: noqa: D103 -- every function here is one sentence and documents itself
"""What is said of a Dask cluster."""

from __future__ import annotations


def not_installed() -> str:
    return "A cluster needs one more package: pip install 'rnn-grader[cluster]'."


def no_scheduler(address: str, why: str) -> str:
    return f"No scheduler answers at {address} ({why}). Is it running, and is the address its own?"


def no_workers(address: str) -> str:
    return f"The scheduler at {address} has no workers. Start some: dask worker {address}"


def not_on_workers(why: str) -> str:
    return f"The workers do not have the grader ({why}). Install the same version of it there."


def other_versions(worker: str, there: str, here: str) -> str:
    return (
        f"{worker} has other versions of grader, Python or NumPy ({there}) than this machine "
        f"({here}); results could differ. Nothing was graded: install the same on both."
    )


def scheduler_lost() -> str:
    return (
        "The scheduler is gone. What was done is kept: start the cluster again, and the same command "
        "goes on from there; without --dask it does so on this machine."
    )


def task_failed(why: str) -> str:
    return f"A task of the cluster failed ({why}). What was done is kept."


def poison(who: str, times: int) -> str:
    return f"{who}: every process that graded it was ended, {times} times"


def workers_gone() -> str:
    return (
        "The cluster has had no workers for a minute. What was done is kept: start some, and the "
        "same command goes on from there."
    )


def process_was_ended() -> str:
    return "the process that graded it was ended"
