"""What `run_autograder` calls, as a story: promise results, let the work be done, write them last.

Everything that can fail happens in `work`, in a process of its own.
"""

from __future__ import annotations

import contextlib
import json
import time
from collections.abc import Callable, Iterator, Mapping
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING

from grader.assignment.dataclass_json import from_plain
from grader.gradescope.budget import Budget, budget_of
from grader.gradescope.folders import DEFAULT_ROOT, Place
from grader.gradescope.guard import Ended, Tell, guarded
from grader.gradescope.results import FAULT, Results, as_json, not_graded
from grader.gradescope.results_file import NotWritten, write
from grader.outcome.errors import InputError
from grader.words.sentences import gradescope as sentences
from grader.words.sentences import results_files as results_file_sentences
from reference.records import dataclass, field, replace

if TYPE_CHECKING:
    from grader.sandbox.zygote import Zygote

Say = Callable[[str], None]
_DATA = (".yaml", ".yml", ".json")


def run(environment: Mapping[str, str], say: Say) -> int:
    """Grade what lies under the root, and write results.json; what staff should know goes to `say`.

    Answers 0 if the submission was graded (or was nothing that could be), 3 if we failed.
    Raises InputError where there is no such root: then nobody waits for results.
    """
    started = time.monotonic()
    place = Place(Path(environment.get("AUTOGRADER_ROOT") or DEFAULT_ROOT).absolute())
    if not place.root.is_dir():
        raise InputError(sentences.root_not_found(str(place.root)))
    budget = budget_of(environment)
    _promise(place, say)
    with guarded(_the_work(place, budget, say), seconds=budget.ours) as ended:
        results = _final(_heard(ended), ended, budget)
        if FAULT in results.extra:
            say(results_file_sentences.work_ended(ended.how, ended.detail))
        results = replace(results, seconds=time.monotonic() - started)
        written = _written(place, results, say)
        say(f"time: {time.monotonic() - started:.1f} s of {budget.total:g} s")
    return 0 if written and FAULT not in results.extra else 3


def _promise(place: Place, say: Say) -> None:
    """Close the doors to the student, and write results that hold if nobody writes others."""
    for path, mode in ((place.results, 0o700), (place.source, 0o700), (place.metadata, 0o600)):
        with contextlib.suppress(OSError):
            path.chmod(mode)
    try:
        write(place.results, not_graded(sentences.not_finished()))
    except NotWritten as reason:
        say(results_file_sentences.not_writable(place.results, reason))


def _the_work(place: Place, budget: Budget, say: Say) -> Callable[[Tell], None]:
    def work(tell: Tell) -> None:
        with _started(place.submission) as zygote:
            # all that is large is loaded behind the guard
            from grader.gradescope.guarded_work import work

            work(place, budget, tell, say, zygote)

    return work


@contextlib.contextmanager
def _started(folder: Path) -> Iterator[Zygote | None]:
    """The clean process that programs come from: it gets ready while we load what we need."""
    if all(path.suffix.lower() in _DATA for path in folder.glob("*")):
        yield None
        return
    from grader.sandbox.zygote import Zygote  # plain answers do without

    try:
        zygote = Zygote.start()
    except OSError:  # whoever needs it tries again, and says why
        yield None
        return
    with zygote:
        yield zygote


@dataclass(frozen=True)
class _Heard:
    """The last results that the work sent, and what holds if it sent none."""

    results: Results | None = None
    extra: Mapping[str, object] = field(default_factory=dict)
    standing: Fraction = Fraction(0)


def _heard(ended: Ended) -> _Heard:
    heard = _Heard()
    for line in ended.lines:
        # If the work went mad before it died, what it said before holds.
        with contextlib.suppress(ValueError, KeyError, TypeError, AttributeError):
            said = json.loads(line)
            if "results" in said:
                heard = replace(heard, results=from_plain(Results, said["results"]))
            else:
                heard = replace(heard, extra=said["extra"], standing=Fraction(said["standing"]))
    return heard


def _final(heard: _Heard, ended: Ended, budget: Budget) -> Results:
    if heard.results is not None:  # complete: how the work ended afterwards does not matter
        return heard.results
    if ended.how == "deadline":
        sentence = sentences.out_of_time(budget.ours)
    else:
        sentence = sentences.not_your_fault(earlier=heard.standing > 0)
    return not_graded(sentence, score=heard.standing, extra=heard.extra)


def _written(place: Place, results: Results, say: Say) -> bool:
    try:
        left_out = write(place.results, results)
    except NotWritten as reason:
        say(f"GRADER FAULT: {place.results} cannot be written ({reason}). The results:")
        say(as_json(results).decode("ascii"))
        return False
    if left_out:
        say(f"results.json is not complete: {left_out}")
    return True
