"""Zip files of strangers: unpack one so that nothing lands outside, and nothing fills the disk."""

from __future__ import annotations

import stat
import zipfile
import zlib
from pathlib import Path, PurePosixPath

from grader.words.sentences import archives as sentences

LARGEST = 200 << 20  # bytes, unpacked: a build with its wheels has less than half of it
MOST = 10_000  # files
_READ = 1 << 20


class ArchiveFault(Exception):
    """Why a zip cannot be unpacked, in a few words."""


def unpack(archive: Path, folder: Path, *, largest: int = LARGEST, most: int = MOST) -> None:
    """Unpack a zip into a folder; raise ArchiveFault for one that is damaged, hostile or huge.

    Names that lead outside, links and devices are refused before the first file is written.
    Rights are not taken over: as on Gradescope, nothing that arrives is executable.
    """
    try:
        with zipfile.ZipFile(archive) as opened:
            wanted = {entry: _inside(entry) for entry in opened.infolist()}
            if len(wanted) > most:
                raise ArchiveFault(sentences.too_many_files(len(wanted), most))
            left = largest
            for entry, name in wanted.items():
                if entry.is_dir():
                    (folder / name).mkdir(parents=True, exist_ok=True)
                else:
                    left = _write(opened, entry, folder / name, left)
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError) as error:
        raise ArchiveFault(sentences.no_zip(error)) from None
    except RuntimeError:
        raise ArchiveFault(sentences.encrypted()) from None
    except OSError as error:  # without the path, which is ours and another one every time
        raise ArchiveFault(sentences.not_unpacked(error.strerror)) from None
    except ValueError as error:
        raise ArchiveFault(sentences.not_unpacked(error)) from None


def _inside(entry: zipfile.ZipInfo) -> PurePosixPath:
    """The path of an entry, if it stays inside and is a plain file or folder."""
    name = PurePosixPath(entry.filename.replace("\\", "/"))
    if name.is_absolute() or ".." in name.parts or ":" in entry.filename.partition("/")[0]:
        raise ArchiveFault(sentences.leads_outside(entry.filename))
    kind = stat.S_IFMT(entry.external_attr >> 16)
    if kind not in (0, stat.S_IFREG, stat.S_IFDIR):
        raise ArchiveFault(sentences.is_link_or_device(entry.filename))
    return name


def _write(opened: zipfile.ZipFile, entry: zipfile.ZipInfo, path: Path, left: int) -> int:
    """Write one file; the bytes that are left for the others.  Sizes in the zip may be lies."""
    path.parent.mkdir(parents=True, exist_ok=True)
    if path.exists():
        raise ArchiveFault(sentences.stands_twice(entry.filename))
    with opened.open(entry) as packed, path.open("xb") as file:
        while data := packed.read(_READ):
            left -= len(data)
            if left < 0:
                raise ArchiveFault(sentences.too_large_unpacked())
            file.write(data)
    return left
