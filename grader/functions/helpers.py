"""Stand-ins for the helper modules of a course, where a submission came without them.

Functions are often copied out of a folder in which the course had put a module of its own.  An
assignment may name such a module and what of it the exercise needs.  The submission is then run
again beside a stand-in, and the report says so; a module that was handed in is never replaced.
Under `*` stands what may be asked of any other module that is not there: many keep the helpers of a
course in a file of their own (`from utils import softmax`), and hand in the other one.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping
from dataclasses import replace
from itertools import accumulate

from grader.functions.source_view import Written
from grader.sandbox import Worker
from grader.sandbox.program import of_a_course
from grader.submission.work import Work, remarks_of
from grader.words.sentences import functions as sentences

_SIGMOID = """
def sigmoid(x):
    return 1 / (1 + np.exp(-x))
"""
_SOFTMAX = """
def softmax(x):
    e_x = np.exp(x - np.max(x, axis=0))
    return e_x / e_x.sum(axis=0)
"""
TEXTS = {"sigmoid": _SIGMOID, "softmax": _SOFTMAX}
ANY_OTHER = "*"


def with_helpers(work: Work, helpers: Mapping[str, tuple[str, ...]]) -> Work:
    """The work run beside stand-ins for the modules that it imports and does not have."""
    worker = work.worker
    if worker is None:
        return work
    lacking = {
        module: sentences.helper_stands_in(module, names)
        for module, names in helpers.items()
        if module != ANY_OTHER and _is_missing(module, worker)
    }
    of_others = helpers.get(ANY_OTHER, ())
    for module in _others(worker, of_others):
        if module not in helpers:
            lacking[module] = sentences.other_helper_stands_in(module, of_others)
    if not lacking:
        return work
    files = dict(worker.source.files)
    for module in lacking:
        names = helpers.get(module, of_others)
        texts = ["import numpy as np\n", *(TEXTS[name] for name in names)]
        files[f"{module.replace('.', '/')}.py"] = "".join(texts).encode()
    worker.source = replace(worker.source, files=files)
    started = worker.restart()
    said = lacking.values()
    return replace(work, names=tuple(worker.names()), remarks=(*said, *remarks_of(worker, started)))


def _others(worker: Worker, names: tuple[str, ...]) -> Iterator[str]:
    """The modules that are not there and of which no more is imported than these names."""
    if not names:
        return
    for node in Written(worker.source).statements:
        if isinstance(node, ast.ImportFrom) and node.module and of_a_course(node):
            imported = {alias.name for alias in node.names} - {"*"}
            packages = accumulate(node.module.split("."), "{}.{}".format)
            lacks = any(_is_missing(package, worker) for package in packages)
            if not node.level and imported <= set(names) and lacks:
                yield node.module


def _is_missing(module: str, worker: Worker) -> bool:
    sign = f"No module named '{module}'"
    return any(sign in fault.sentence for fault in worker.faults)
