"""Whose numbers are graded: the one place that joins Gradescope's users and our variants."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from grader.gradescope.metadata import User
from grader.outcome.errors import OwnFault
from grader.words.ids import folded
from grader.words.sentences import variants as sentences

ORIGINAL = "original"


def variant_for(user: User, known: Collection[str] | None) -> str | None:
    """The name under which a user has numbers, by student number, email or Gradescope's id.

    `known` are the names of a manifest; None means that a secret draws for any name.

    >>> ada = User(id="7", sid="A1", email="Ada@x.edu")
    >>> variant_for(ada, ["a1", "B2"]), variant_for(ada, ["ada@x.edu"]), variant_for(ada, ["B2"])
    ('a1', 'ada@x.edu', None)
    """
    names = [name for name in (user.sid, user.email, user.id) if name]
    if known is None:
        return names[0] if names else None
    by_name = {folded(name): name for name in known}
    return next((by_name[folded(n)] for n in names if folded(n) in by_name), None)


def names_of(users: Sequence[User]) -> frozenset[str]:
    """Every name that users go by, whatever its case."""
    return frozenset(
        folded(name) for user in users for name in (user.sid, user.email, user.id) if name
    )


def spellings_of(users: Sequence[User], *, but: str) -> list[str]:
    """The other names for which a secret may have drawn: as they are, and in small letters.

    >>> spellings_of([User(id="7", sid="A1", email="Ada@x.edu")], but="A1")
    ['a1', 'Ada@x.edu', 'ada@x.edu', '7']
    """
    names = [name for user in users for name in (user.sid, user.email, user.id) if name]
    every = dict.fromkeys(form for name in names for form in (name, name.lower()))
    return [name for name in every if name != but]


def whose(users: Sequence[User], line: str | None, known: Collection[str] | None) -> str:
    """The one whose numbers count; raise OwnFault where nobody's can be found.

    `line` is the submission's own `student = "..."`.  It decides within a group, whose members
    have a sheet each, and where Gradescope tells of nobody that we know; never against Gradescope.
    """
    if known is None and line is not None and folded(line) in names_of(users):
        return line  # a secret draws for a name as it is spelled, and so it stands on the sheet
    found = {variant_for(user, known) for user in users} - {None}
    said = variant_for(User(id=line or ""), known)
    if said is not None and (said in found or not found):
        return said
    if not found:
        told = [user.sid or user.email or user.id for user in users]
        raise OwnFault(sentences.nobody_known(told))
    # Gradescope lists members in no order that can be relied on, and a rerun must not change it.
    return min(name for name in found if name is not None)
