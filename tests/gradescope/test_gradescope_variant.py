"""Whose numbers count: Gradescope says who handed in, the manifest who has numbers."""

import pytest

from grader.gradescope.metadata import User
from grader.gradescope.variant import spellings_of, variant_for, whose
from grader.outcome.errors import OwnFault

ADA = User(id="7", sid="A1", email="Ada@x.edu")
BOB = User(id="8", sid="", email="bob@x.edu")
MANIFEST = ("A1", "bob@x.edu", "C3")

NAMES = [
    (ADA, MANIFEST, "A1", "by student number"),
    (ADA, ("ada@x.edu",), "ada@x.edu", "by email, however it is written"),
    (ADA, ("7",), "7", "by Gradescope's own id"),
    (ADA, ("A1", "ada@x.edu"), "A1", "the student number comes first"),
    (ADA, ("B2",), None, "nobody of the manifest"),
    (BOB, None, "bob@x.edu", "a secret draws for any name"),
    (User(), None, None, "a user of whom nothing is known"),
]  # fmt: skip


@pytest.mark.parametrize(("user", "known", "name", "why"), NAMES)
def test_a_user_has_numbers_under_any_of_their_names(user, known, name, why):
    assert variant_for(user, known) == name


WHOSE = [
    ([ADA], None, MANIFEST, "A1", "Gradescope says who"),
    ([ADA], "C3", MANIFEST, "A1", "and a line in the file does not overrule it"),
    ([ADA, BOB], None, MANIFEST, "A1", "the first of a group by name"),
    ([BOB, ADA], None, MANIFEST, "A1", "whatever the order"),
    ([ADA, BOB], "bob@x.edu", MANIFEST, "bob@x.edu", "within a group the line decides"),
    ([User(sid="Z9")], "C3", MANIFEST, "C3", "nobody known: the line counts"),
    ([], "c3", MANIFEST, "C3", "no metadata: the line counts"),
    ([], "anybody", None, "anybody", "no metadata, and a secret"),
    ([ADA], "a1", None, "a1", "a secret draws for a name as it is spelled"),
    ([ADA], "Z9", None, "A1", "and for none that Gradescope does not know"),
    ([ADA], None, None, "A1", "nor needs a line"),
    ([ADA], "ada@x.edu", MANIFEST, "A1", "a manifest has one name for everybody"),
]  # fmt: skip


@pytest.mark.parametrize(("users", "line", "known", "name", "why"), WHOSE)
def test_the_one_whose_numbers_count_is_found(users, line, known, name, why):
    assert whose(users, line, known) == name


@pytest.mark.parametrize(("users", "line"), [([User(sid="Z9")], None), ([], "Z9"), ([], None)])
def test_where_nobody_has_numbers_that_is_ours_to_mend(users, line):
    with pytest.raises(OwnFault, match="add them to the manifest"):
        whose(users, line, MANIFEST)


def test_whoever_has_no_numbers_is_named():
    with pytest.raises(OwnFault, match="Z9"):
        whose([User(id="9", sid="Z9", email="z@x.edu")], None, MANIFEST)
    with pytest.raises(OwnFault, match=r"z@x\.edu"):
        whose([User(id="9", email="z@x.edu")], None, MANIFEST)


def test_a_secret_may_have_drawn_for_every_other_spelling():
    assert spellings_of([ADA, BOB], but="ada@x.edu") == [
        "A1",
        "a1",
        "Ada@x.edu",
        "7",
        "bob@x.edu",
        "8",
    ]
