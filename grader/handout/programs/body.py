"""The body of a function: what one step and many steps have in common."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from grader.assignment.function import SELF, Place
from grader.handout.programs.arrays import handed_back, laid_out, turned
from grader.handout.programs.names import Names
from grader.handout.programs.task import NoText, Task
from reference import Cell, Equation, Expression, Symbol
from reference.language.dimension import parse_dimension
from reference.language.expression import Call, walk
from reference.readings.programs import Programmer, worth_holding
from reference.records import dataclass, field

_WIDTH = 76  # letters in a line of a body


@dataclass
class Body:
    """A function while it is written.

    `variables` are what holds a symbol, `many` the symbols with an axis of examples, `whole` those that are whole
    numbers.  `cached` is what its cache has to hold.
    """

    task: Task
    helpers: dict[str, None]
    torch: bool
    cached: tuple[Symbol, ...] = ()
    names: Names = field(default_factory=Names)
    variables: dict[Symbol, str] = field(default_factory=dict)
    many: set[Symbol] = field(default_factory=set)
    whole: set[Symbol] = field(default_factory=set)
    held: dict[Expression, str] = field(default_factory=dict)
    _sources: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.names.take(place.name for place in self.task.function.given if place.is_array)
        self.names.take(place.name for place in self.task.function.positional)

    @property
    def library(self) -> str:
        """The name that the library has in a program."""
        return "torch" if self.torch else "np"

    def programmer(self, cell: Cell) -> Programmer:
        """Who writes the expressions of a cell over what is known by now."""
        return Programmer(
            cell, self.variables, self.many, self.size, frozenset(self.whole), self.torch, self.helpers,
            self.held,
        )  # fmt: skip

    # what comes in

    def taken_apart(self) -> Iterator[str]:
        """Arguments as they are worked with: those of dicts by their own names, examples in front."""
        function = self.task.function
        self._open()
        yield from self._with_examples()
        taken: list[tuple[str, str]] = []
        for place in function.given:
            if not place.is_array:
                continue
            symbol, name = self.task.symbol(place), self._sources.get(place.name, place.name)
            text = laid_out(name, place, function, torch=self.torch)
            is_plain = text == name and ("[" not in name)
            if not is_plain:
                name = place.name
                taken.append((name, text))
            self.variables[symbol] = name
            self.know(symbol, place)
        yield from _in_lines(taken)

    def know(self, symbol: Symbol, place: Place) -> None:
        """Remember how the numbers of a symbol lie."""
        if self.task.is_many(place):
            self.many.add(symbol)
        if place.below:
            self.whole.add(symbol)

    def _open(self) -> None:
        """Where the arrays are that come in the object, or in dicts and tuples."""
        function = self.task.function
        for place in function.attributes:
            self._sources[place.name] = f"self.{place.name}"
        for place in (*function.arguments, *function.attributes):
            holder = self._sources.get(place.name, place.name)
            for at, entry in enumerate(place.entries):
                if entry.entries:
                    raise NoText
                key = f'"{entry.name}"' if place.container == "dict" else str(at)
                self._sources[entry.name] = f"{holder}[{key}]"

    # one example alone

    @property
    def is_lone(self) -> bool:
        """Whether one example without an axis for it has to be given one."""
        function, task = self.task.function, self.task
        if not function.single or not function.batch:
            return False
        turns = any(
            turned("", _order_of(place, task), torch=self.torch) for place in (*task.given, *task.outputs)
            if task.is_many(place)
        )  # fmt: skip
        return bool(task.leaving) or bool(task.steps) or turns

    def _with_examples(self) -> Iterator[str]:
        if not self.is_lone:
            return
        many = [p for p in self.task.function.given if p.is_array and self.task.is_many(p)]
        if any(place.axes[0] != self.task.function.batch for place in many):
            raise NoText
        sources = {place.name: self._sources.pop(place.name, place.name) for place in many}
        yield from _in_lines([(name, text) for name, text in sources.items() if name != text])
        yield f"alone = {many[0].name}.ndim < {len(many[0].axes)}"
        yield "if alone:"
        yield f"    {', '.join(sources)} = {', '.join(f'{name}[None]' for name in sources)}"

    # what goes out

    def returned(self, texts: Mapping[Symbol, str], cache: str = "") -> Iterator[str]:
        """What is stored in the object, and the line that returns."""
        function = self.task.function
        for place in function.stored:
            yield f"self.{place.name} = {self._result(place, texts, cache)}"
        if any(place.kept and place.name == SELF for place in function.returns) and cache:
            raise NoText
        texts, named = dict(texts), []
        for place in self.task.outputs:
            symbol = self.task.symbol(place)
            is_lone = self.is_lone and self.task.is_many(place) and place in function.returns
            if is_lone and not texts[symbol].isidentifier():
                named.append((self.names.new("result"), texts[symbol]))
                texts[symbol] = named[-1][0]
        yield from (f"{name} = {text}" for name, text in named)
        results = [self._result(place, texts, cache) for place in function.returns]
        if results:
            yield f"return {', '.join(results)}"

    def _result(self, place: Place, texts: Mapping[Symbol, str], cache: str) -> str:
        if place.entries:
            parts = [self._result(entry, texts, cache) for entry in place.entries]
            if place.container == "dict":
                rows = zip(place.entries, parts, strict=True)
                return "{" + ", ".join(f'"{entry.name}": {text}' for entry, text in rows) + "}"
            inner = ", ".join(parts)
            return f"[{inner}]" if place.container == "list" else f"({inner},)"
        if place.kept:
            return cache
        if not place.is_array:
            raise NoText
        return self._examples_dropped(self._divided(texts[self.task.symbol(place)], place), place)

    def result(self, place: Place, text: str, *, many: bool) -> str:
        """The text of an array as it is returned, from what was worked out for it."""
        if many and not self.task.is_many(place):
            text = f"{text}.sum(0)"
        return handed_back(text, place, self.task.function, torch=self.torch)

    def _divided(self, text: str, place: Place) -> str:
        shares = [*place.per]
        if self.task.losses and self.task.reference(place).role == "leaves":
            shares += self.task.losses[0].per
        if not shares:
            return text
        sizes = " * ".join(self.size(letter) for letter in shares)
        return f"{text if ' ' not in text else f'({text})'} / {sizes if len(shares) == 1 else f'({sizes})'}"

    def _examples_dropped(self, text: str, place: Place) -> str:
        if not (self.is_lone and self.task.is_many(place)):
            return text
        if place.axes[0] != self.task.function.batch:
            raise NoText
        chosen = f"{text}[0] if alone else {text}"
        return chosen if len(self.task.function.returns) == 1 else f"({chosen})"

    # equations

    def lines_of(self, cell: Cell, equations: Iterable[Equation]) -> Iterator[str]:
        """A line for every equation; what is only another name for something is none."""
        function, task = self.task.function, self.task
        summed = {s for p in task.outputs for s in [task.symbol(p)] if not task.is_many(p)}
        for equation in equations:
            target, value = equation.target, equation.value
            adds_up = bool(function.batch) and target in task.leaving and target in summed
            if isinstance(value, Symbol) and value in self.variables and not adds_up:
                self.variables[target] = self.variables[value]
                self.many |= {target} if value in self.many else set()
                continue
            yield from self._holding(cell, value)
            programmer = self.programmer(cell)
            if adds_up:
                text, many = programmer.summed(value), False
            else:
                written = programmer.write(value)
                text, many = written.text, written.many
            name = self.names.of(target)
            yield f"{name} = {text}"
            self.variables[target] = name
            self.many |= {target} if many else set()

    def _holding(self, cell: Cell, value: Expression) -> Iterator[str]:
        """Lines for what several equations need, before the first of them."""
        wanted = worth_holding(cell)
        for node in walk(value):
            match node:
                case Call("part", (whole, _, count)):
                    key: Expression = Call("part", (whole, count))
                case _:
                    key = node
            if key not in wanted or key in self.held or isinstance(key, Symbol):
                continue
            writer = self.programmer(cell)
            is_part = isinstance(key, Call) and key.function == "part"
            text = (
                writer.split(*key.arguments)
                if is_part and isinstance(key, Call)
                else writer.write(key).text
            )
            name = self.names.new(wanted[key])
            yield f"{name} = {text}"
            self.held[key] = name

    def size(self, letter: str) -> str:
        """The number that a letter stands for, by an array that is known."""
        if letter == self.task.function.batch:
            held = next((s for s in self.variables if s in self.many), None)
            if held is None:
                raise NoText
            return f"{self.variables[held]}.shape[0]"
        wanted = parse_dimension(letter)
        for symbol, name in self.variables.items():
            shape = self.task.whole.shapes.get(symbol.name, ())
            if wanted in shape:
                return f"{name}.shape[{shape.index(wanted) - len(shape)}]"
        raise NoText

    def zeros(self, symbol: Symbol, alike: Iterable[Symbol]) -> str:
        """An initial value of 0: like an array of its shape, else of its size."""
        shape = self.task.cell.shapes.get(symbol.name, ())
        for other in alike:
            own = self.task.whole.shapes.get(other.name, None)
            fits = own == shape and (other in self.many or not self.task.function.batch)
            if fits and other in self.variables:
                return f"{self.library}.zeros_like({self.variables[other]})"
        if len(shape) != 1:
            raise NoText
        batch = self.task.function.batch
        sizes = [*([self.size(batch)] if batch else []), self.size(str(shape[0]))]
        inner = sizes[0] if len(sizes) == 1 else f"({', '.join(sizes)})"
        return f"{self.library}.zeros({inner})"

    def tuple_of(self, symbols: Iterable[Symbol]) -> str:
        """Variables as a tuple."""
        return in_tuple(self.variables[symbol] for symbol in symbols)


def _in_lines(taken: list[tuple[str, str]]) -> Iterator[str]:
    """Assignments, several a line where they are short."""
    row: list[tuple[str, str]] = []
    for pair in taken:
        if row and len(_assigned([*row, pair])) > _WIDTH:
            yield _assigned(row)
            row = []
        row.append(pair)
    if row:
        yield _assigned(row)


def _assigned(row: list[tuple[str, str]]) -> str:
    return f"{', '.join(name for name, _ in row)} = {', '.join(text for _, text in row)}"


def in_tuple(texts: Iterable[str]) -> str:
    """Texts in the brackets of a tuple."""
    parts = tuple(texts)
    return f"({parts[0]},)" if len(parts) == 1 else f"({', '.join(parts)})"


def _order_of(place: Place, task: Task) -> list[int]:
    axes = [axis for axis in place.axes if axis != "1"]
    at = axes.index(task.function.batch)
    return [at, *(k for k in range(len(axes)) if k != at)]
