"""The house in figures: circles of imports, loose files, the longest file and function.

`python tools/house.py` prints them, and the stairs with what each floor stands on.  Everything is
measured from the code, imports inside functions included; imports for types alone are left out, as
nothing runs through them.
"""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

HOME = Path(__file__).resolve().parent.parent
PACKAGES = ("grader", "reference")


def modules() -> dict[str, Path]:
    """Every module of ours by its dotted name."""
    return {
        ".".join(path.relative_to(HOME).with_suffix("").parts).removesuffix(".__init__"): path
        for package in PACKAGES
        for path in sorted((HOME / package).rglob("*.py"))
        if "_assignments" not in path.parts
    }


def imports(path: Path, known: Mapping[str, Path]) -> set[str]:
    """The modules of ours that a file imports when it runs."""
    found: set[str] = set()
    for node in _run(ast.parse(path.read_text(encoding="utf-8")).body):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found |= {
                inner if (inner := f"{node.module}.{alias.name}") in known else node.module
                for alias in node.names
            }
    return found & set(known)


def _run(body: Iterable[ast.stmt]) -> Iterator[ast.AST]:
    """Every node that runs: all but what stands under `if TYPE_CHECKING`."""
    waiting: list[ast.AST] = [*body]
    while waiting:
        node = waiting.pop()
        if isinstance(node, ast.If) and "TYPE_CHECKING" in ast.unparse(node.test):
            waiting.extend(node.orelse)
            continue
        yield node
        waiting.extend(ast.iter_child_nodes(node))


def circles(arrows: Mapping[str, Iterable[str]]) -> list[list[str]]:
    """Groups of names that reach one another (Tarjan's strongly connected components)."""
    number: dict[str, int] = {}
    low: dict[str, int] = {}
    stack: list[str] = []
    found: list[list[str]] = []

    def visit(name: str) -> None:
        number[name] = low[name] = len(number)
        stack.append(name)
        for other in arrows.get(name, ()):
            if other not in number:
                visit(other)
                low[name] = min(low[name], low[other])
            elif other in stack:
                low[name] = min(low[name], number[other])
        if low[name] == number[name]:
            place = stack.index(name)
            group = sorted(stack[place:])
            del stack[place:]
            if len(group) > 1:
                found.append(group)

    for name in arrows:
        if name not in number:
            visit(name)
    return found


def room(module: str) -> str:
    """The wing that a module lies in: `grader.key`, `reference.cells`, or the loose file itself."""
    return ".".join(module.split(".")[:2])


def rooms(arrows: Mapping[str, Iterable[str]]) -> dict[str, set[str]]:
    """What each wing stands on."""
    found: dict[str, set[str]] = {room(name): set() for name in arrows}
    for name, others in arrows.items():
        found[room(name)] |= {room(other) for other in others} - {room(name)}
    return found


def _whole(name: str) -> str:
    """A wing's short name; the mathematics counts as one, as it is entered by its front door."""
    return "reference" if name.startswith("reference") else name.removeprefix("grader.")


def floors(below: Mapping[str, Iterable[str]]) -> list[list[str]]:
    """The rooms from the ground up: each stands only on floors that are listed before it."""
    left = {name: set(others) for name, others in below.items()}
    found: list[list[str]] = []
    while left:
        free = sorted(name for name, others in left.items() if not others & set(left))
        if not free:  # a circle of rooms: said elsewhere
            return [*found, sorted(left)]
        found.append(free)
        for name in free:
            del left[name]
    return found


def loose(package: str) -> list[str]:
    """The files that lie beside the wings of a package."""
    return sorted(path.name for path in (HOME / package).glob("*.py"))


def longest_function(known: Mapping[str, Path]) -> tuple[int, str]:
    """The longest function in lines, and where it stands."""
    return max(
        (node.end_lineno - node.lineno + 1, f"{name}.{node.name}")
        for name, path in known.items()
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)) and node.end_lineno
    )


def longest_file(known: Mapping[str, Path]) -> tuple[int, str]:
    """The longest file in lines, and its module."""
    return max((path.read_text(encoding="utf-8").count("\n"), name) for name, path in known.items())


def stairs() -> str:
    """The floors from the roof down, a line each, as ARCHITECTURE.md shows them."""
    known = modules()
    below: dict[str, set[str]] = {}
    for name, others in rooms({name: imports(path, known) for name, path in known.items()}).items():
        whole = _whole(name)
        below.setdefault(whole, set()).update({_whole(other) for other in others} - {whole})
    found = floors(below)
    return "\n".join(
        f"    {floor:2}  {', '.join(names)}" for floor, names in reversed([*enumerate(found)])
    )


def main() -> int:
    """Print the figures and the stairs; 1 where there is a circle."""
    known = modules()
    arrows = {name: imports(path, known) for name, path in known.items()}
    groups = circles(arrows)
    between = rooms(arrows)
    print(f"circles {len(groups)} between files, {len(circles(between))} between wings")
    for group in groups:
        print("  " + " <-> ".join(group))
    print(f"wings {len(between)}, arrows {sum(map(len, between.values()))}")
    for package in PACKAGES:
        print(f"loose files in {package}/: {len(loose(package))} ({', '.join(loose(package))})")
    print("longest file: {} lines, {}".format(*longest_file(known)))
    print("longest function: {} lines, {}".format(*longest_function(known)))
    print("the stairs, from the roof down:")
    print(stairs())
    return 1 if groups or circles(between) else 0


if __name__ == "__main__":
    sys.exit(main())
