"""What a course's tests lend to a worker is called there, and carried out here."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from grader.sandbox import Kept, Limits, Source, Worker, WorkerPool, start_zygote
from grader.sandbox.outcome import Crashed, Raised, Returned
from grader.sandbox.spawned import Spawner

TEXT = """
def apply(f, x):
    print("before")
    return f(x) + 1

def caught(f):
    try:
        return f(1)
    except KeyError as error:
        return repr(error)

def changed(f):
    numbers = [1]
    f(numbers)
    return numbers

def twice(f):
    return f(1) + f(2)
"""


@pytest.fixture(scope="module")
def zygote() -> Iterator[WorkerPool]:
    with start_zygote() as pool:
        yield pool


@pytest.fixture
def worker(zygote: WorkerPool) -> Iterator[Worker]:
    with Worker(zygote, Source.of_text(TEXT), Limits()) as worker:
        yield worker


def asked(worker: Worker, name: str, *more: object, answer: str) -> object:
    """What a function gives that gets something lent, whose every call is answered alike."""
    calls: list[object] = []

    def lender(_: str, __: str, values: object, ___: list[str]) -> tuple[str, bytes]:
        calls.append(values)
        return answer, b""

    worker.lender = lender
    found = worker.use(name, called=([Kept("lent:0f"), *more], {}), keep="it")
    return (found.value, calls) if isinstance(found, Returned) else found


def test_what_is_lent_is_called_with_what_the_code_gives_and_answers(worker: Worker) -> None:
    assert (8, [[3]]) == asked(worker, "apply", 3, answer='"back",7,["l",[null]]')
    assert (14, [[1], [2]]) == asked(worker, "twice", answer='"back",7,["l",[null]]')


def test_what_was_printed_before_is_not_lost_where_every_worker_is_a_python_of_its_own() -> None:
    with Worker(Spawner(), Source.of_text(TEXT), Limits()) as worker:
        worker.lender = lambda *_: ('"back",7,["l",[null]]', b"")
        found = worker.use("apply", called=([Kept("lent:0f"), 1], {}), keep="it")
    assert isinstance(found, Returned)
    assert (8, "before\n") == (found.value, found.output)


def test_an_error_over_here_is_one_over_there_that_can_be_caught(worker: Worker) -> None:
    assert ("KeyError('k')", [[1]]) == asked(worker, "caught", answer='"fails","KeyError","k"')
    found = asked(worker, "twice", answer='"fails","Odd","mine"')
    assert isinstance(found, Raised)
    assert ("Odd", "mine") == (found.type_name, found.message)


def test_an_argument_that_was_changed_over_here_is_changed_over_there(worker: Worker) -> None:
    answer = '"back",null,["l",[["l",[1,5]]]]'
    assert ([1, 5], [[[1]]]) == asked(worker, "changed", answer=answer)


def test_a_call_of_what_nobody_lent_is_an_answer_that_cannot_be_read(worker: Worker) -> None:
    found = worker.use("twice", called=([Kept("lent:0f")], {}), keep="it")
    assert isinstance(found, Crashed)
    assert found.garbled
    assert (14, [[1], [2]]) == asked(worker, "twice", answer='"back",7,["l",[null]]')
