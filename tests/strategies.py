"""Hypothesis strategies for expressions of the language."""

from __future__ import annotations

from hypothesis import strategies as st

from reference.language.expression import (
    Binary,
    Call,
    Expression,
    Negate,
    Now,
    Number,
    Operator,
    Symbol,
)
from reference.language.functions import TABLE, Function

OPERATORS: tuple[Operator, ...] = ("+", "-", "*", "/", "@", "**")

# Names that look like what else the language has: functions, steps, Python's soft keywords.
names = st.sampled_from(
    ["x", "h", "W_h", "c1", "h_prev", "σ", "tanh", "t", "match", "candidate", "Ü", "dz_h"]
)
steps = st.one_of(
    st.none(),
    st.integers(min_value=-3, max_value=12),
    st.integers(min_value=-3, max_value=3).map(Now),
)
# The step of the time itself is the letter alone (`h / t`): nothing is written t[t].
symbols = st.builds(Symbol, names, steps).filter(lambda symbol: symbol != Symbol("t", Now()))
numbers = st.one_of(
    st.integers(min_value=0, max_value=10**18),
    st.floats(min_value=0, max_value=1e300, allow_nan=False),
).map(Number)


def _calls(parts: st.SearchStrategy[Expression], row: Function) -> st.SearchStrategy[Expression]:
    least, most = row.arity
    counts = st.integers(min_value=least, max_value=min(most, least + 2))

    def call(count: int) -> st.SearchStrategy[Expression]:
        whole = st.integers(min_value=0, max_value=9).map(Number)
        share = st.sampled_from([Number(0), Number(1)])  # what a threshold is at 0
        arguments = [whole if k in row.constants else parts for k in range(count)]
        if row.name == "step":
            arguments[1] = share
        return st.tuples(*arguments).map(lambda found: Call(row.name, found))

    return counts.flatmap(call)


def _grown(parts: st.SearchStrategy[Expression]) -> st.SearchStrategy[Expression]:
    return st.one_of(
        parts.map(Negate),
        st.builds(Binary, st.sampled_from(OPERATORS), parts, parts),
        st.sampled_from(TABLE).flatmap(lambda row: _calls(parts, row)),
    )


# Any tree the language can say, whether or not its shapes fit.
expressions = st.recursive(st.one_of(numbers, symbols), _grown, max_leaves=25)
