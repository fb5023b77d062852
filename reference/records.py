"""Plain values as classes, written and behaving as those of `dataclasses`, at a tenth of their price.

A command lives for a fraction of a second, and `dataclasses` compiles six methods for every class
the moment it is declared, of which most are never called.  Here equality, hash and print are shared
functions, and a class gets its `__init__` when the first value of it is made.  Whoever asks
`dataclasses` itself (`fields`, `replace`, `is_dataclass`) is answered by a twin that it made; for type checkers
these are the names of `dataclasses`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from operator import attrgetter

TYPE_CHECKING = False  # `typing` takes as long to load as all of a check's own classes
if TYPE_CHECKING:
    from typing import Any

__all__ = ["dataclass", "field", "is_record", "replace", "said_of"]

_NOTHING: Any = object()  # no default, where None may be one


class _Field:
    """What is said of one field beside its type."""

    def __init__(
        self,
        default: object = _NOTHING,
        default_factory: Callable[[], object] | None = None,
        *,
        init: bool = True,
        repr: bool = True,  # noqa: A002  # the words of `dataclasses`
        compare: bool = True,
        kw_only: bool = False,
    ) -> None:
        self.default = default
        self.default_factory = default_factory
        self.init = init
        self.repr = repr
        self.compare = compare
        self.kw_only = kw_only

    def default_value(self) -> object:
        """What the field is where nothing is said of it."""
        return self.default if self.default_factory is None else self.default_factory()

    @property
    def optional(self) -> bool:
        """Whether a value may be made without it."""
        return self.default is not _NOTHING or self.default_factory is not None


def is_record(kind: object) -> bool:
    """Whether a class is declared here."""
    return isinstance(kind, type) and "__record__" in vars(kind)


def said_of(value: object) -> dict[str, object]:
    """The fields of a value in which it says anything but their defaults."""
    fields: Mapping[str, _Field] = vars(type(value))["__record__"]
    found = {name: getattr(value, name) for name in fields}
    return {name: said for name, said in found.items() if said != fields[name].default_value()}


def _replace(value: Any, /, **changes: object) -> Any:
    """The value once more, with some of its fields changed."""
    kind = type(value)
    if "__record__" not in vars(kind):
        import dataclasses  # a value of `dataclasses` itself

        return dataclasses.replace(value, **changes)
    for name, said in kind.__record__.items():
        if said.init:
            changes.setdefault(name, getattr(value, name))
        elif name in changes:
            raise ValueError(f"field {name} is declared with init=False, it cannot be replaced")
    return kind(**changes)


def _dataclass(
    declared: type | None = None, /, *, frozen: bool = False, eq: bool = True, kw_only: bool = False
) -> Any:
    """A class of plain values: what stands with a type in its body is a field."""

    def made(kind: type) -> type:
        fields = _fields(kind, kw_only)
        methods = _methods(kind, fields, frozen=frozen, eq=eq)
        for name, method in methods.items():
            # where a class says only what is equal, Python itself has put None for its hash
            if vars(kind).get(name) is None:
                setattr(kind, name, method)
        return kind

    return made if declared is None else made(declared)


def _fields(kind: Any, kw_only: bool) -> dict[str, _Field]:
    """The fields of a class by name, those it inherits first."""
    fields: dict[str, _Field] = {}
    for base in reversed(kind.__mro__[1:]):
        fields |= vars(base).get("__record__", {})
    for name in kind.__annotations__:
        said = vars(kind).get(name, _NOTHING)
        if not isinstance(said, _Field):
            said = _Field(said)
        elif said.default is not _NOTHING:
            setattr(kind, name, said.default)
        else:
            delattr(kind, name)
        said.kw_only = kw_only
        fields[name] = said
    return fields


def _methods(
    kind: type, fields: Mapping[str, _Field], *, frozen: bool, eq: bool
) -> dict[str, object]:
    """What a class of these fields can do, unless it says so itself."""
    shown = [name for name, said in fields.items() if said.repr]
    by_place = [name for name, said in fields.items() if said.init and not said.kw_only]

    def printed(self: object) -> str:
        inside = ", ".join(f"{name}={getattr(self, name)!r}" for name in shown)
        return f"{self.__class__.__qualname__}({inside})"

    methods: dict[str, object] = {
        "__record__": fields,
        "__init__": _at_first(kind, fields, frozen=frozen),
        "__repr__": printed,
        "__match_args__": tuple(by_place),
        "__dataclass_fields__": _OfTwin("__dataclass_fields__", kind, frozen=frozen),
        "__dataclass_params__": _OfTwin("__dataclass_params__", kind, frozen=frozen),
    }
    if eq:
        compared = _values([name for name, said in fields.items() if said.compare])
        methods |= _comparing(compared, frozen=frozen)
    if frozen:
        methods |= {"__setattr__": _refuse_change, "__delattr__": _refuse_change}
    return methods


def _comparing(
    compared: Callable[[object], tuple[object, ...]], *, frozen: bool
) -> dict[str, object]:
    """When two values are equal, and the hash of one that never changes."""

    def equal(self: object, other: object) -> object:
        if self is other:
            return True
        if other.__class__ is not self.__class__:
            return NotImplemented
        return compared(self) == compared(other)

    def hashed(self: object) -> int:
        # A tree of equations is asked for its hash again and again, and each time by every node.
        try:
            return self._hash  # type: ignore[attr-defined, no-any-return]
        except AttributeError:
            known = hash(compared(self))
            object.__setattr__(self, "_hash", known)
            return known

    def without_hash(self: object) -> dict[str, object]:
        return {name: value for name, value in self.__dict__.items() if name != "_hash"}

    if not frozen:
        return {"__eq__": equal, "__hash__": None}
    # another process hashes texts in another way
    return {"__eq__": equal, "__hash__": hashed, "__getstate__": without_hash}


def _values(names: list[str]) -> Callable[[object], tuple[object, ...]]:
    """The values of these fields, as one that can be compared and hashed."""
    if len(names) > 1:
        return attrgetter(*names)
    return lambda value: tuple(getattr(value, name) for name in names)


def _refuse_change(self: object, name: str, *_value: object) -> None:
    from dataclasses import FrozenInstanceError  # nobody changes what is frozen, but by mistake

    raise FrozenInstanceError(f"cannot change field {name!r} of {type(self).__name__}")


def _at_first(kind: Any, fields: Mapping[str, _Field], *, frozen: bool) -> Callable[..., None]:
    """An `__init__` that writes the real one when the first value is made."""

    def __init__(self: object, *given: object, **named: object) -> None:  # noqa: N807
        kind.__init__ = _initialiser(kind, fields, frozen=frozen)
        kind.__init__(self, *given, **named)

    return __init__


def _initialiser(kind: type, fields: Mapping[str, _Field], *, frozen: bool) -> Callable[..., None]:
    """A function that takes the fields by place and by name, and puts each in its place."""
    places, named, lines = ["self"], ["*"], []
    known: dict[str, object] = {"_nothing": _NOTHING, "_set": object.__setattr__}
    for name, said in fields.items():
        value = name
        if said.default_factory is not None:
            known[f"_make_{name}"] = said.default_factory
            value = f"_make_{name}()"
            if said.init:
                value += f" if {name} is _nothing else {name}"
        elif not said.init:
            continue  # its default stands in the class
        lines.append(f" _set(self, {name!r}, {value})" if frozen else f" self.{name} = {value}")
        if said.init:
            known[f"_default_{name}"] = said.default
            takes = f"{name}=_default_{name}" if said.optional else name
            (named if said.kw_only else places).append(takes)
    if hasattr(kind, "__post_init__"):
        lines.append(" self.__post_init__()")
    takes = ", ".join(places + (named if len(named) > 1 else []))
    text = "\n".join([f"def __init__({takes}):", *(lines or [" pass"])])
    exec(text, known)  # noqa: S102  # as `dataclasses` does; the names are those of our own classes
    written: Any = known["__init__"]
    written.__qualname__ = f"{kind.__qualname__}.__init__"
    return written  # type: ignore[no-any-return]


class _OfTwin:
    """What `dataclasses` wants to know of a class, read off a twin that it makes itself."""

    def __init__(self, name: str, kind: Any, *, frozen: bool) -> None:
        self.name = name
        self.kind = kind
        self.frozen = frozen

    def __get__(self, _value: object, _owner: object = None) -> Any:
        import dataclasses  # whoever asks has loaded it

        kinds = [base for base in self.kind.__mro__ if "__record__" in vars(base)]
        types = {
            name: what for base in reversed(kinds) for name, what in base.__annotations__.items()
        }
        twin = dataclasses.make_dataclass(
            self.kind.__name__,
            [(name, types[name], _said_again(said)) for name, said in self.kind.__record__.items()],
            frozen=self.frozen,
        )
        for name in ("__dataclass_fields__", "__dataclass_params__"):
            setattr(self.kind, name, getattr(twin, name))
        return getattr(twin, self.name)


def _said_again(said: _Field) -> Any:
    import dataclasses  # as above

    how: dict[str, Any] = {
        "init": said.init,
        "repr": said.repr,
        "compare": said.compare,
        "kw_only": said.kw_only,
    }
    if said.default_factory is not None:
        return dataclasses.field(default_factory=said.default_factory, **how)
    if said.default is not _NOTHING:
        return dataclasses.field(default=said.default, **how)
    return dataclasses.field(**how)


if TYPE_CHECKING:
    from dataclasses import dataclass, field, replace
else:
    dataclass, field, replace = _dataclass, _Field, _replace
