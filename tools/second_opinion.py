"""Judge solutions of the two shipped interfaces twice: by the grader, and by code that knows nothing of it.

    python tools/second_opinion.py FOLDER

The second opinion is plain NumPy: forward functions written out as loops over single examples, and
gradients by central differences of these.  What is handed in runs in a process of its own.  Every
function on which the two disagree is listed; a gradient that is only wrong since the forward function
is may be `carried` for the grader.
"""

from __future__ import annotations

import ast
import json
import subprocess
import sys
import types
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np

from grader.assignment import load_assignment
from grader.grading.grade import grade
from grader.submission.work import opened

ROOT = Path(__file__).parents[1]
SECONDS = 60
MOVE = 1e-6
CLOSE = 1e-4  # the tolerance of both sheets
AGREE = {
    "right": {"right"},
    "wrong": {"wrong", "carried", "unreadable"},
    "raised": {"failed", "missing", "wrong", "unreadable", "carried"},
    "missing": {"missing", "failed"},
    "no forward": {"failed", "missing", "carried", "wrong", "unreadable"},
}


Solver = Callable[..., list[Any]]


def sigmoid(z: Any) -> Any:
    """1 / (1 + exp(-z))."""
    return 1 / (1 + np.exp(-z))


def softmax(z: Any) -> Any:
    """Over the first axis."""
    e = np.exp(z - z.max(axis=0))
    return e / e.sum(axis=0)


# the two interfaces, forward, in loops


def rows_rnn(x: Any, h0: Any, Wx: Any, Wh: Any, b: Any) -> list[Any]:
    """The states of a tanh layer, (N, T, H)."""
    h, out = h0, []
    for t in range(x.shape[1]):
        h = np.tanh(np.einsum("nd,dh->nh", x[:, t], Wx) + np.einsum("nh,hk->nk", h, Wh) + b)
        out.append(h)
    return [np.stack(out, 1)]


def rows_lstm(x: Any, h0: Any, Wx: Any, Wh: Any, b: Any, *, c0: Any = None) -> list[Any]:
    """The states of an LSTM, and its last cell state."""
    h, c, out = h0, np.zeros_like(h0) if c0 is None else c0, []
    for t in range(x.shape[1]):
        i, f, o, g = np.split(x[:, t] @ Wx + h @ Wh + b, 4, axis=1)
        c = sigmoid(f) * c + sigmoid(i) * np.tanh(g)
        h = sigmoid(o) * np.tanh(c)
        out.append(h)
    return [np.stack(out, 1), c]


def columns_rnn(x: Any, a0: Any, p: Mapping[str, Any]) -> list[Any]:
    """States and predictions, (n, m, T)."""
    a, states, said = a0, [], []
    for t in range(x.shape[2]):
        a = np.tanh(p["Wax"] @ x[:, :, t] + p["Waa"] @ a + p["ba"])
        states.append(a)
        said.append(softmax(p["Wya"] @ a + p["by"]))
    return [np.stack(states, 2), np.stack(said, 2)]


def columns_lstm(x: Any, a0: Any, p: Mapping[str, Any], c0: Any = None) -> list[Any]:
    """States, predictions and cell states."""
    a, c = a0, np.zeros_like(a0) if c0 is None else c0
    states, said, cells = [], [], []
    for t in range(x.shape[2]):
        both = np.concatenate([a, x[:, :, t]])
        f, i, o = (sigmoid(p[f"W{k}"] @ both + p[f"b{k}"]) for k in "fio")
        c = f * c + i * np.tanh(p["Wc"] @ both + p["bc"])
        a = o * np.tanh(c)
        states.append(a)
        cells.append(c)
        said.append(softmax(p["Wy"] @ a + p["by"]))
    return [np.stack(states, 2), np.stack(said, 2), np.stack(cells, 2)]


def slopes(loss: Callable[..., float], at: Mapping[str, Any], by: str) -> Any:
    """The gradient of a loss by one of its arguments, by central differences."""
    found = np.zeros_like(at[by])
    for place in np.ndindex(found.shape):
        ends = []
        for sign in (1, -1):
            moved = at[by].copy()
            moved[place] += sign * MOVE
            ends.append(loss({**at, by: moved}))
        found[place] = (ends[0] - ends[1]) / (2 * MOVE)
    return found


def drawn(random: np.random.Generator, *shape: int) -> Any:
    """Numbers between -1 and 1."""
    return random.uniform(-1, 1, shape)


def weighed(run: Solver, ups: list[Any], at: Mapping[str, Any], *, one_step: bool) -> float:
    """The results of a layer of rows, each weighed by the gradient that arrives at it."""
    results = run(**at)
    made = [results[0][:, 0], *results[1:]] if one_step else results[:1]
    return sum(float((w * part).sum()) for w, part in zip(ups, made, strict=True))


def same(got: Any, wanted: Any) -> bool:
    """Equal shape, and equal within the tolerance of the largest entry."""
    try:
        got = np.asarray(got, dtype=float)
    except (TypeError, ValueError):
        return False
    if got.shape != np.shape(wanted) or not np.isfinite(got).all():
        return False
    return bool(np.abs(got - wanted).max() <= CLOSE * max(np.abs(wanted).max(), 1e-3))


Verdicts = dict[str, str]


def rows(names: Mapping[str, Any]) -> Verdicts:
    """What is right of the ten functions of layers-rows."""
    r = np.random.default_rng(5)
    N, T, D, H, V = 2, 4, 3, 5, 6
    u = partial(drawn, r)
    found: Verdicts = {}
    layers: list[tuple[str, int, Solver]] = [("rnn", 1, rows_rnn), ("lstm", 4, rows_lstm)]
    for kind, gates, run in layers:
        at = {
            "x": u(N, T, D),
            "h0": u(N, H),
            "Wx": u(D, gates * H),
            "Wh": u(H, gates * H),
            "b": u(gates * H),
        }
        one = {**at, "x": u(N, 1, D)} | ({"c0": u(N, H)} if kind == "lstm" else {})
        states = ["h0", "c0"] if kind == "lstm" else ["h0"]
        args = [one["x"][:, 0], *(one[s] for s in states), one["Wx"], one["Wh"], one["b"]]
        wanted = run(**one)
        step = [wanted[0][:, 0], *wanted[1:]]
        ups = [u(*np.shape(s)) for s in step]
        weigh = partial(weighed, run, ups, one_step=True)
        grads = [slopes(weigh, one, by) for by in ("x", *states, "Wx", "Wh", "b")]
        grads[0] = grads[0][:, 0]
        pair(found, names, f"{kind}_step", args, step, ups, grads)
        up = u(N, T, H)
        weigh_all = partial(weighed, run, [up], one_step=False)
        grads = [slopes(weigh_all, at, by) for by in ("x", "h0", "Wx", "Wh", "b")]
        pair(found, names, kind, list(at.values()), run(**at)[:1], [up], grads)
    x, W, up = r.integers(0, V, (N, T)), u(V, D), u(N, T, D)
    wanted_dW = np.zeros((V, D))
    for n in range(N):
        for t in range(T):
            wanted_dW[x[n, t]] += up[n, t]
    pair(found, names, "word_embedding", [x, W], [W[x]], [up], [wanted_dW])
    return found


def pair(found: Verdicts, names: Mapping[str, Any], stem: str, *calls: list[Any]) -> None:
    """Judge a forward function and its backward function, which gets the cache of the first."""
    args, wanted, ups, grads = calls
    forward, backward = f"{stem}_forward", f"{stem}_backward"
    cache, found[forward] = tried(names.get(forward), args, wanted, keeps=True)
    if cache is None:
        found[backward] = "no forward"
        return
    _, found[backward] = tried(names.get(backward), [*ups, cache[0]], grads, keeps=False)


def tried(function: Any, args: list[Any], wanted: list[Any], *, keeps: bool) -> tuple[Any, str]:
    """Call a function with copies; its cache in a list, and whether it is right."""
    if not callable(function):
        return None, "missing"
    copies = [a.copy() if isinstance(a, np.ndarray) else a for a in args]
    try:
        got = function(*copies)
    except Exception:  # noqa: BLE001  # a stranger's code may raise anything
        return None, "raised"
    parts = list(got) if isinstance(got, tuple) else [got]
    cache = [parts.pop()] if keeps and parts else None
    if not parts or all(part is None for part in parts):
        return None, "missing"
    right = len(parts) == len(wanted) and all(map(same, parts, wanted))
    return cache, "right" if right else "wrong"


def columns(names: Mapping[str, Any]) -> Verdicts:
    """What is right of the eight functions of layers-columns."""
    r = np.random.default_rng(6)
    n_x, n_a, n_y, m, T = 3, 5, 2, 4, 4
    u = partial(drawn, r)
    found: Verdicts = {}
    p = {
        "Wax": u(n_a, n_x),
        "Waa": u(n_a, n_a),
        "Wya": u(n_y, n_a),
        "ba": u(n_a, 1),
        "by": u(n_y, 1),
    }
    q = {**{f"W{k}": u(n_a, n_a + n_x) for k in "fico"}, **{f"b{k}": u(n_a, 1) for k in "fico"},
         "Wy": u(n_y, n_a), "by": u(n_y, 1)}  # fmt: skip
    sizes = n_x, n_a, m, T
    columns_layer(found, names, "rnn", p, columns_rnn, u, sizes)
    columns_layer(found, names, "lstm", q, columns_lstm, u, sizes)
    return found


def columns_layer(  # noqa: PLR0917
    found: Verdicts,
    names: Mapping[str, Any],
    kind: str,
    params: dict[str, Any],
    run: Solver,
    u: Any,
    sizes: tuple[int, int, int, int],
) -> None:
    """What is right of one kind of layer: a step and all steps, forward and backward."""
    n_x, n_a, m, T = sizes
    states = ["a0", "c0"] if kind == "lstm" else ["a0"]
    solve = partial(columns_solved, run, params)
    at = {"x": u(n_x, m, T), "a0": u(n_a, m), **params}
    one = {**at, "x": u(n_x, m, 1)} | ({"c0": u(n_a, m)} if kind == "lstm" else {})
    columns_step(found, names, kind, params, solve, one, [u(n_a, m) for _ in states])
    up = u(n_a, m, T)
    weights = columns_weights(params)
    keys = ["dx", "da0", *(f"d{w}" for w in weights)]
    grads = [slopes(partial(weigh_states, solve, up), at, by) for by in ("x", "a0", *weights)]
    pair(
        found,
        opened_dicts(names, keys),
        kind,
        [at["x"], at["a0"], params],
        solve(at),
        [up],
        grads,
    )


def columns_step(  # noqa: PLR0917
    found: Verdicts,
    names: Mapping[str, Any],
    kind: str,
    params: dict[str, Any],
    solve: Solver,
    one: dict[str, Any],
    ups: list[Any],
) -> None:
    """What is right of a single step, with the gradients that arrive at its states."""
    lstm, weights = kind == "lstm", columns_weights(params)
    states = ["a0", "c0"] if lstm else ["a0"]
    s = [part[:, :, 0] for part in solve(one)]
    step = [s[0], s[2], s[1]] if lstm else s

    def weigh(a: Mapping[str, Any]) -> float:
        made = solve(a)
        return sum(float((w * made[k][:, :, 0]).sum()) for w, k in zip(ups, (0, 2), strict=False))

    keys = ["dxt", "da_prev", *(["dc_prev"] if lstm else []), *(f"d{w}" for w in weights)]
    grads = [slopes(weigh, one, by) for by in ("x", *states, *weights)]
    grads[0] = grads[0][:, :, 0]
    pair(
        found,
        opened_dicts(names, keys),
        f"{kind}_cell",
        [one["x"][:, :, 0], *(one[k] for k in states), params],
        step,
        ups,
        grads,
    )


def columns_weights(params: Mapping[str, Any]) -> list[str]:
    """The parameters of the layer itself, without those of what reads its states."""
    return [name for name in params if not name.startswith(("Wy", "by"))]


def columns_solved(run: Solver, params: Mapping[str, Any], a: Mapping[str, Any]) -> list[Any]:
    """All steps of a layer of columns, with the arguments and parameters in `a`."""
    extra = {"c0": a["c0"]} if "c0" in a else {}
    made: list[Any] = run(a["x"], a["a0"], {name: a[name] for name in params}, **extra)
    return made


def weigh_states(solve: Solver, up: Any, at: Mapping[str, Any]) -> float:
    """The states of a layer of columns, weighed by the gradients that arrive at them."""
    return float((up * solve(at)[0]).sum())


def opened_dicts(names: Mapping[str, Any], keys: list[str]) -> Mapping[str, Any]:
    """Backward functions that return a dict, as ones that return a tuple."""

    def opened_one(function: Any) -> Any:
        def called(*args: Any) -> Any:
            got = function(*args)
            return tuple(got.get(k) for k in keys) if isinstance(got, dict) else got

        return called

    return {
        n: opened_one(f) if n.endswith("backward") and callable(f) else f for n, f in names.items()
    }


def names_of(path: Path) -> dict[str, Any]:
    """The names of a file, run statement by statement, whatever fails."""
    utils = types.ModuleType("rnn_utils")
    vars(utils).update(np=np, sigmoid=sigmoid, softmax=softmax)
    sys.modules["rnn_utils"] = utils
    for name in ("public_tests", "test_utils"):
        sys.modules[name] = types.ModuleType(name)
    sys.modules["submission"] = types.ModuleType("submission")
    names: dict[str, Any] = vars(sys.modules["submission"])
    for text in texts(path):
        for node in statements(text):
            with suppress(BaseException):  # a stranger's code may raise anything
                exec(compile(ast.Module([node], []), path.name, "exec"), names)  # noqa: S102
    return names


def statements(text: str, slips: int = 20) -> list[ast.stmt]:
    """What of a text is Python 3: a top-level block with a slip goes alone."""
    try:
        return ast.parse(text).body
    except SyntaxError as error:
        lines = text.split("\n")
        at = min((error.lineno or 1) - 1, len(lines) - 1)
    first, last = at, at + 1
    while first > 0 and not lines[first][:1].strip():
        first -= 1
    while last < len(lines) and not lines[last][:1].strip():
        last += 1
    lines[first:last] = [""] * (last - first)
    return statements("\n".join(lines), slips - 1) if slips else []


def texts(path: Path) -> Iterator[str]:
    """The pieces of a file that run on their own."""
    if path.suffix == ".py":
        yield path.read_text(errors="replace")
        return
    for cell in json.loads(path.read_text(errors="replace"))["cells"]:
        if cell["cell_type"] == "code":
            lines = "".join(cell["source"]).split("\n")
            yield "\n".join(line for line in lines if not line.lstrip().startswith(("%", "!")))


def second(path: Path, kind: str) -> Verdicts:
    """The second opinion, from a process of its own."""
    words = [sys.executable, "-W", "ignore", __file__, kind, str(path)]
    try:
        made = subprocess.run(
            words, capture_output=True, text=True, timeout=SECONDS, check=False, cwd=ROOT
        )
    except subprocess.TimeoutExpired:
        return {}
    line = made.stdout.strip().split("\n")[-1]
    return dict(json.loads(line)) if line.startswith("{") else {}


def main(folder: Path) -> None:
    """Print every disagreement, and how many functions there were."""
    total, agree = 0, 0
    serious = 0
    for path in sorted(p for p in folder.iterdir() if p.suffix in (".py", ".ipynb")):
        text = path.read_text(errors="replace")
        kind = "columns" if "rnn_cell_forward" in text else "rows"
        other = second(path, kind)
        sheet = load_assignment(ROOT / "assignments" / f"layers-{kind}" / "assignment.yaml")
        with opened(path) as work:
            entries = {e.name: e for e in grade(sheet, work).entries}
        for name, entry in entries.items():
            verdict, wanted = str(entry.verdict), other.get(name, "missing")
            total += 1
            if verdict in AGREE[wanted]:
                agree += 1
                continue
            serious += {verdict, wanted} == {"right", "wrong"}
            print(
                f"{path.name} {name}: second opinion {wanted}, grader {verdict}: {entry.message[:160]}"
            )
    print(
        f"{total} functions, {agree} agree, {total - agree} do not; right against wrong: {serious}"
    )


if __name__ == "__main__":
    if len(sys.argv) == 3:
        kinds = {"rows": rows, "columns": columns}
        print("\n" + json.dumps(kinds[sys.argv[1]](names_of(Path(sys.argv[2])))))
    else:
        main(Path(sys.argv[1]))
