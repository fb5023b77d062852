"""Stand-ins for the helper modules of a course, where a submission came without them.

Functions are often copied out of a folder in which the course had put a module of its own.  An
assignment may name such a module and what of it the exercise needs.  The submission is then run
again beside a stand-in, and the report says so; a module that was handed in is never replaced.
Under `*` stands what may be asked of any other module that is not there: many keep the helpers of a
course in a file of their own (`from utils import softmax`), and hand in the other one.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping, Sequence
from itertools import accumulate

from grader.functions.source_view import Written
from grader.sandbox import Worker
from grader.submission.said import remarks_of
from grader.submission.work import Work
from grader.words.sentences import functions as sentences
from reference.records import dataclass, replace

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
# their functions are no course's: `scipy.special.softmax` has axes of its own
_LIBRARIES = frozenset(
    {"google", "numpy", "scipy", "pandas", "sympy", "numba", "sklearn", "cv2", "PIL", "requests",
     "torch", "torchvision", "tensorflow", "keras", "jax", "flax", "theano", "mxnet", "chainer",
     "cupy", "autograd", "transformers", "gensim", "nltk", "h5py", "wandb", "statsmodels"}
)  # fmt: skip


@dataclass(frozen=True)
class Wish:
    """A module that a submission imports, and what it uses of it, as far as that can be seen.

    `names` is None with `import *`.  A module of one's own package has no outer name.
    """

    module: str
    names: frozenset[str] | None
    relative: bool = False

    @property
    def last(self) -> str:
        """The name of the module itself."""
        return self.module.rpartition(".")[2]

    @property
    def of_a_library(self) -> bool:
        """Whether it belongs to a library that many have."""
        return not self.relative and self.module.partition(".")[0] in _LIBRARIES


def with_helpers(
    work: Work, helpers: Mapping[str, tuple[str, ...]], own: Mapping[str, str] | None = None
) -> Work:
    """The work run beside stand-ins for the modules that it imports and does not have.

    `own` are whole modules of the course, by file name.  Where one is imported, all come along, as they may
    import each other.
    """
    worker = work.worker
    own = own or {}
    if worker is None or not (helpers or own) or not any(map(_is_import, _faults(worker))):
        return work
    files: dict[str, str] = {}
    said: dict[str, str] = {}
    for wish in wishes(Written(worker.source).statements):
        if not _lacks(wish, worker):
            continue
        whole = next((file for file in own if _stem(file) == wish.last), None)
        if whole is not None and wish.module not in said:
            files.update(own)
            files[f"{wish.module.replace('.', '/')}.py"] = own[whole]
            said[wish.module] = sentences.helper_stands_in(wish.module, ())
            continue
        names = _offered(wish, helpers)
        if names is not None and wish.module not in said:
            texts = ["import numpy as np\n", *(TEXTS[name] for name in names)]
            files[f"{wish.module.replace('.', '/')}.py"] = "".join(texts)
            said[wish.module] = _said(wish, helpers, names)
    if not files:
        return work
    added = {path: text.encode() for path, text in files.items()}
    worker.source = replace(worker.source, files={**added, **worker.source.files})
    started = worker.restart()
    remarks = (*said.values(), *remarks_of(worker, started))
    return replace(work, names=tuple(worker.names()), remarks=remarks)


def wishes(statements: Sequence[ast.stmt]) -> Iterator[Wish]:
    """Every module that the statements of a file may mean by an import, in whatever form."""
    used = _attributes(statements)
    for node in statements:
        for inner in ast.walk(node):
            if isinstance(inner, ast.Import):
                for alias in inner.names:
                    name = alias.asname or alias.name
                    yield Wish(alias.name, used.get(name, frozenset()))
            elif isinstance(inner, ast.ImportFrom):
                names = frozenset(alias.name for alias in inner.names)
                if inner.module:
                    wanted = None if "*" in names else names
                    yield Wish(inner.module, wanted, relative=inner.level > 0)
                for alias in inner.names:  # or the name is the module
                    whole = f"{inner.module}.{alias.name}" if inner.module else alias.name
                    attributes = used.get(alias.asname or alias.name)
                    if attributes:
                        yield Wish(whole, attributes, relative=inner.level > 0)


def _attributes(statements: Sequence[ast.stmt]) -> dict[str, frozenset[str]]:
    """What is asked of names: `rnn_utils` is asked for `softmax` by `rnn_utils.softmax(x)`."""
    found: dict[str, set[str]] = {}
    for statement in statements:
        for node in ast.walk(statement):
            if isinstance(node, ast.Attribute) and isinstance(node.ctx, ast.Load):
                found.setdefault(ast.unparse(node.value), set()).add(node.attr)
    return {name: frozenset(asked) for name, asked in found.items()}


def _offered(wish: Wish, helpers: Mapping[str, tuple[str, ...]]) -> tuple[str, ...] | None:
    """What stands in for a module; None where nothing does.

    A module that the assignment names is that one under whatever package a student has it in.
    """
    for module, names in helpers.items():
        if module != ANY_OTHER and module.rpartition(".")[2] == wish.last:
            return names
    others = helpers.get(ANY_OTHER, ())
    fits = wish.names is None or wish.names <= set(others)
    return others if others and fits and not wish.of_a_library else None


def _stem(file: str) -> str:
    return file.rpartition("/")[2].removesuffix(".py")


def _said(wish: Wish, helpers: Mapping[str, tuple[str, ...]], names: tuple[str, ...]) -> str:
    named = any(module.rpartition(".")[2] == wish.last for module in helpers)
    if named:
        return sentences.helper_stands_in(wish.module, names)
    return sentences.other_helper_stands_in(wish.module, names)


def _faults(worker: Worker) -> list[str]:
    return [fault.sentence for fault in worker.faults]


def _is_import(sentence: str) -> bool:
    return "ModuleNotFoundError" in sentence or "ImportError" in sentence


def _lacks(wish: Wish, worker: Worker) -> bool:
    """Whether an import failed for want of this module, or of a package around it."""
    packages = [*accumulate(wish.module.split("."), "{}.{}".format)]
    if wish.relative:
        packages = [f"handed_in.{package}" for package in packages]
    signs = [f"No module named '{package}'" for package in packages]
    signs += [f"handed_in.{package}'" for package in packages if wish.relative]
    signs.append(f"cannot import name '{wish.last}' from")
    faults = filter(_is_import, _faults(worker))
    return any(sign in fault for fault in faults for sign in signs)
