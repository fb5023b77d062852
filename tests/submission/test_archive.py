"""Zips of strangers: nothing lands outside, nothing fills the disk, and each refusal says why."""

import stat
import zipfile

import pytest

from grader.submission.archive import ArchiveFault, unpack


def zipped(path, entries):
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in entries.items():
            archive.writestr(name, content)
    return path


def link(name):
    entry = zipfile.ZipInfo(name)
    entry.create_system = 3
    entry.external_attr = (stat.S_IFLNK | 0o777) << 16
    return entry


HOSTILE = [
    ({"../out.py": "x"}, "leads outside", "the classic"),
    ({"a/../../out.py": "x"}, "leads outside", "hidden in the middle"),
    ({"/srv/out.py": "x"}, "leads outside", "absolute"),
    ({"..\\out.py": "x"}, "leads outside", "with the separators of another system"),
    ({"C:\\out.py": "x"}, "leads outside", "a drive"),
    ({link("out"): "/etc/passwd"}, "is a link or a device", "a link that is written through later"),
    ({"big.py": b"\0" * 5000}, "too large", "a bomb: five bytes in the zip"),
    ({f"{n}.py": "" for n in range(6)}, "at most 5 are", "a bomb of names"),
    ({"a": "x", "a/b": "y"}, "cannot be unpacked", "a file that is also a folder"),
]  # fmt: skip


@pytest.mark.parametrize(("entries", "sentence", "why"), HOSTILE)
def test_a_hostile_zip_is_refused_and_nothing_lands_outside(entries, sentence, why, tmp_path):
    room = tmp_path / "room"
    room.mkdir()
    with pytest.raises(ArchiveFault, match=sentence):
        unpack(zipped(tmp_path / "a.zip", entries), room, largest=1000, most=5)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.zip", "room"]
    assert not any(path.is_symlink() for path in room.rglob("*"))


def test_a_name_that_stands_in_a_zip_twice_is_said_without_a_folder_of_ours(tmp_path):
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
        archive.writestr("a.py", "x")
        with pytest.warns(UserWarning, match="Duplicate name"):
            archive.writestr("a.py", "y")
    (tmp_path / "room").mkdir()
    with pytest.raises(ArchiveFault) as found:
        unpack(tmp_path / "a.zip", tmp_path / "room")
    assert "'a.py' stands in it twice" == str(found.value)


def test_what_the_system_says_of_a_zip_names_no_folder_of_ours(tmp_path):
    (tmp_path / "room").mkdir()
    with pytest.raises(ArchiveFault) as found:
        unpack(zipped(tmp_path / "a.zip", {"a": "x", "a/b": "y"}), tmp_path / "room")
    assert str(tmp_path) not in str(found.value)
    assert "cannot be unpacked" in str(found.value)


DAMAGED = [
    (b"", "damaged or no zip", "no byte"),
    (b"not a zip", "damaged or no zip", "a text"),
    (lambda whole: whole[:40], "damaged or no zip", "cut off"),
    (lambda whole: whole.replace(b"same same", b"sama same"), "damaged", "a bit has turned"),
]  # fmt: skip


@pytest.mark.parametrize(("content", "sentence", "why"), DAMAGED)
def test_a_damaged_zip_is_told(content, sentence, why, tmp_path):
    path = tmp_path / "a.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("a.py", "same same")
    path.write_bytes(content(path.read_bytes()) if callable(content) else content)
    with pytest.raises(ArchiveFault, match=sentence):
        unpack(path, tmp_path / "room")


def test_an_honest_zip_is_unpacked_without_its_rights(tmp_path):
    entry = zipfile.ZipInfo("hw/run.sh")
    entry.external_attr = (stat.S_IFREG | 0o4777) << 16
    zipped(tmp_path / "a.zip", {"hw/": "", "hw/a.py": "h1 = 6", entry: "#!"})
    unpack(tmp_path / "a.zip", tmp_path / "room")
    assert (tmp_path / "room" / "hw" / "a.py").read_text() == "h1 = 6"
    assert not (tmp_path / "room" / "hw" / "run.sh").stat().st_mode & 0o111
