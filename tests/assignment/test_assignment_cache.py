"""The cache: never wrong, never in the way."""

import json
import os
import random
import shutil
import stat
import subprocess
import sys
from fractions import Fraction
from pathlib import Path

import pytest

import grader
from grader.assignment import (
    Assignment,
    cache,
    cached,
    find_assignment,
    load_assignment,
    read_assignment,
)
from grader.assignment.dataclass_json import from_plain, to_plain
from grader.grading.ahead import made_ahead

EXAMPLE = Path(__file__).parents[2] / "examples" / "exam-relu-9.py"
EVERY_RULE = Path(__file__).parents[1] / "assignments" / "every-rule" / "assignment.yaml"


@pytest.fixture
def folder(tmp_path, monkeypatch):
    monkeypatch.setenv("GRADER_CACHE", str(tmp_path / "cache"))
    return tmp_path / "cache"


class Maker:
    """Counts how often something was made."""

    def __init__(self, value):
        self.value = value
        self.made = 0

    def __call__(self):
        self.made += 1
        return self.value


def test_a_thing_is_made_once(folder):
    make = Maker({"a": [1, 2.5, None, "σ"]})
    assert [cached(b"key", make) for _ in range(3)] == [make.value] * 3
    assert make.made == 1


def test_nothing_is_also_worth_keeping(folder):
    make = Maker(None)
    assert [cached(b"key", make) for _ in range(2)] == [None, None]
    assert make.made == 1


def test_another_key_is_another_thing(folder):
    assert cached(b"one", Maker(1)) == 1
    assert cached(b"two", Maker(2)) == 2


@pytest.mark.parametrize("change", ["version", "source"])
def test_another_grader_makes_it_anew(change, folder, monkeypatch):
    make = Maker(1)
    cached(b"key", make)
    if change == "version":
        monkeypatch.setattr(grader, "__version__", "999")
    else:
        monkeypatch.setattr(cache, "source_state", lambda: "edited")
    cached(b"key", make)
    assert make.made == 2


def test_the_state_of_our_sources_sees_reference_and_grader():
    state = cache.source_state()
    assert "reference/language/parse.py" in state
    assert "grader/grading/rubric.py" in state
    assert "grader/assignment/load.py" in state


@pytest.mark.parametrize(
    ("damage", "why"),
    [
        (b"", "empty"),
        (b'{"key": ', "cut off"),
        (b"\xff\xfe\x00", "no text"),
        (b"[1]", "another shape"),
        (b'{"key": "x", "value": 3}', "another key's entry"),
        (b"[" * 100_000, "nested beyond reading"),
    ],
)
def test_a_damaged_entry_is_made_anew(damage, why, folder):
    cached(b"key", Maker(1))
    (entry,) = folder.glob("*.json")
    entry.write_bytes(damage)
    make = Maker(2)
    assert cached(b"key", make) == 2, why
    assert cached(b"key", make) == 2, why
    assert make.made == 1, "and mended"


def test_an_assignment_damaged_inside_its_entry_is_read_anew(folder):
    expected = load_assignment(EVERY_RULE)
    (entry,) = folder.glob("*.json")
    stored = json.loads(entry.read_text(encoding="utf-8"))
    for broken in ({"questions": 3}, {"nonsense": 1}, [], {}):
        entry.write_text(json.dumps({**stored, "value": broken}), encoding="utf-8")
        assert load_assignment(EVERY_RULE) == expected


def test_an_unwritable_folder_is_no_fault(folder, monkeypatch):
    def refuse(*_):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(cache.os, "open", refuse)
    assert cached(b"key", Maker(1)) == 1
    assert list(folder.glob("*")) == []


def test_a_file_in_place_of_the_folder_is_no_fault(tmp_path, monkeypatch):
    (tmp_path / "cache").write_text("")
    monkeypatch.setenv("GRADER_CACHE", str(tmp_path / "cache"))
    assert cached(b"key", Maker(1)) == 1


def test_what_json_cannot_hold_is_not_kept_and_still_returned(folder):
    strange = {"a": object()}
    assert cached(b"key", lambda: strange) is strange
    assert list(folder.glob("*")) == []


@pytest.mark.skipif(os.name == "nt", reason="modes of POSIX")
def test_entries_are_for_the_owner_alone(folder):
    cached(b"key", Maker(1))
    (entry,) = folder.glob("*")
    assert stat.S_IMODE(entry.stat().st_mode) == 0o600
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700


@pytest.mark.skipif(os.name == "nt", reason="modes of POSIX")
def test_a_folder_that_others_may_write_to_is_not_trusted(folder):
    cached(b"key", Maker(1))
    folder.chmod(0o777)
    assert cached(b"key", Maker(2)) == 2


@pytest.fixture
def brought(tmp_path, monkeypatch):
    """What an installed grader brings: a folder of entries beside its code."""
    monkeypatch.setattr(cache, "_AHEAD", tmp_path / "_ready")
    (tmp_path / "_ready").mkdir()
    name = cache.ahead_name(b"key")
    (tmp_path / "_ready" / f"{name}.json").write_bytes(cache.entry_of(name, {"a": [1, 2.5]}))
    return tmp_path / "_ready"


def test_what_was_made_ahead_is_not_made_again(folder, brought):
    make = Maker({"a": "made"})
    assert {"a": [1, 2.5]} == cached(b"key", make)
    assert {"a": "made"} == cached(b"another key", make)
    assert make.made == 1
    assert len(list(folder.glob("*.json"))) == 1, "nothing is kept twice"


@pytest.mark.parametrize("edited", ["sources", "entry"])
def test_what_was_made_ahead_counts_only_with_the_files_it_was_made_with(
    folder, brought, monkeypatch, edited
):
    if edited == "sources":
        monkeypatch.setattr(cache, "_sources", lambda: [("grader/edited.py", 1, 1)])
    else:
        (entry,) = brought.iterdir()
        entry.write_bytes(entry.read_bytes().replace(b"2.5", b"2.6"))
    assert {"a": "made"} == cached(b"key", Maker({"a": "made"}))


def test_a_first_check_finds_all_that_was_made_ahead(folder, brought, monkeypatch, tmp_path):
    for name in ("exam-relu-9", "cells-in-code"):
        for entry, text in made_ahead(find_assignment(name)):
            (brought / entry).write_bytes(text)
    shutil.rmtree(folder, ignore_errors=True)
    grader.check(EXAMPLE, assignment="exam-relu-9")
    (tmp_path / "code.py").write_text("def sigmoid(x):\n    return x\n", encoding="utf-8")
    grader.check(tmp_path / "code.py", assignment="cells-in-code")
    assert not folder.exists(), "nothing had to be made and kept"


def test_old_entries_make_room(folder, monkeypatch):
    monkeypatch.setattr(cache, "_MOST_ENTRIES", 6)
    for number in range(20):
        cached(b"key %d" % number, Maker(number))
    assert len(list(folder.glob("*"))) <= 6


@pytest.mark.parametrize(
    ("expected", "environment"),
    [
        ("/own", {"GRADER_CACHE": "/own", "XDG_CACHE_HOME": "/xdg", "HOME": "/home/a"}),
        (None, {"GRADER_CACHE": "", "HOME": "/home/a"}),
        (None, {"GRADER_CACHE": "in/the/hand-in", "HOME": "/home/a"}),
        (None, {"HOME": "."}),
        ("/xdg/rnn-grader", {"XDG_CACHE_HOME": "/xdg", "HOME": "/home/a"}),
        ("/home/a/.cache/rnn-grader", {"XDG_CACHE_HOME": "relative", "HOME": "/home/a"}),
        (None, {}),
    ],
)
@pytest.mark.skipif(sys.platform != "linux", reason="other platforms, other folders")
def test_the_cache_lies_where_the_platform_keeps_caches(expected, environment, monkeypatch):
    for name in ("GRADER_CACHE", "XDG_CACHE_HOME", "HOME"):
        monkeypatch.delenv(name, raising=False)
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    assert cache.cache_folder() == (Path(expected) if expected else None)


def test_an_assignment_survives_the_cache(folder):
    first = load_assignment(EVERY_RULE)
    assert first == read_assignment(EVERY_RULE).assignment
    assert load_assignment(EVERY_RULE) == first
    assert isinstance(load_assignment(EVERY_RULE).points, Fraction)
    assert len(list(folder.glob("*.json"))) == 1


def test_another_text_or_another_id_is_another_assignment(folder, tmp_path):
    text = EVERY_RULE.read_text(encoding="utf-8")
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "assignment.yaml").write_text(text, encoding="utf-8")
        assert load_assignment(tmp_path / name / "assignment.yaml").id == name
    file = tmp_path / "two" / "assignment.yaml"
    file.write_text(text.replace("Every rule of the rubric", "Other"), encoding="utf-8")
    assert load_assignment(file).title == "Other"


def test_the_way_through_the_cache_imports_nothing_heavy(folder):
    program = (
        "import sys; from pathlib import Path; from grader.assignment import load_assignment;"
        f"load_assignment(Path({str(EVERY_RULE)!r}));"
        "print([name for name in ('yaml', 'pydantic', 'numpy', 'reference.language', 'difflib', 'rich')"
        " if name in sys.modules])"
    )
    root = Path(grader.__file__).parent.parent
    cold, warm = (
        subprocess.run(
            [sys.executable, "-c", program], capture_output=True, text=True, check=True, cwd=root
        ).stdout.strip()
        for _ in range(2)
    )
    assert "pydantic" in cold
    assert warm == "[]"


@pytest.mark.parametrize(
    "broken", [{"title": 3}, {"points": "x/y"}, {"unknown": 1}, {"questions": {"a": 1}}, 3]
)
def test_what_was_never_stored_is_not_built(broken):
    stored = to_plain(read_assignment(EVERY_RULE).assignment)
    given = {**stored, **broken} if isinstance(broken, dict) else broken
    with pytest.raises((TypeError, ValueError, AttributeError)):
        from_plain(Assignment, given)


def test_no_flipped_bit_is_believed(folder):
    value = {"keys": [45, 0.5, "a text", None], "more": {"decimals": 3}}
    cached(b"key", lambda: value)
    (entry,) = folder.glob("*.json")
    whole = bytearray(entry.read_bytes())
    chance = random.Random(11)
    for _ in range(10_000):
        damaged = bytearray(whole)
        damaged[chance.randrange(len(whole))] ^= 1 << chance.randrange(8)
        found = cache._read_text(bytes(damaged), cache._name(b"key"))
        assert found is None or found["value"] == value
