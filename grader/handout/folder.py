"""A class on disk: everybody's sheet, the keys apart, one manifest; `places` says what lies where.

Numbers that were handed out once stay: a manifest that lies in the folder already decides about its
students, whatever has become of the assignment since.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from hashlib import blake2b
from pathlib import Path

from grader.assignment import Assignment
from grader.assignment.cache import source_state
from grader.assignment.dataclass_json import to_plain
from grader.files.written import alone_in, put
from grader.handout.class_files import MADE, MANIFEST, files_of, own_name, printed
from grader.handout.compose import sheet_of
from grader.handout.formats import FORMATS
from grader.handout.merge import can_merge, merged
from grader.handout.roster import Student
from grader.handout.sheet_writer import SheetWriter, StudentFiles, write_all
from grader.outcome.errors import Faulty, InputError
from grader.variant.manifest import Manifest, freeze, read_manifest, write_manifest
from grader.variant.secret import read_secret
from grader.variant.student_numbers import Numbers, draws_anything, filled
from grader.words.sentences import classes as sentences
from reference.records import dataclass

Told = Callable[[int, int], None]


@dataclass(frozen=True)
class Made:
    """What became of a class: how many files were written, and what to tell staff."""

    folder: Path
    students: int
    written: int
    remarks: tuple[str, ...] = ()


def make(
    assignment: Assignment,
    students: Sequence[Student],
    out: Path,
    *,
    formats: Sequence[str] = tuple(FORMATS),
    secret: str | None = None,
    renewed: Sequence[str] = (),
    named: bool = False,
    told: Told = lambda *_: None,
) -> Made:
    """Put the handouts of a class into a folder.

    The `renewed` get other numbers than they had; with `named`, names stand in the names of files.
    `told` hears how many students are done, and of how many.  Raises InputError where there are no
    numbers to be had, where the folder cannot be written or another run writes into it, and Faulty
    where there is no key.
    """
    with _writing(out):
        manifest, remarks = _manifest(assignment, students, out, secret, renewed)
        writer = SheetWriter(manifest.applied(assignment), out)
        made = _made(out)
        _try_one(writer, manifest, students, out)
        # what lies there in another format is kept up, or somebody's old sheet lay beside the new
        kinds = [kind for kind in FORMATS if kind in formats or _has(out, kind, made)]
        if "pdf" in kinds:
            _ = writer.engine  # says first what is not installed
        _freeze(manifest, out)
        jobs = list(_jobs(writer, manifest, students, kinds, named=named, made=made))
        try:
            boxes = _written(writer, jobs, made, told)
            written = sum(len(job.files) for job in jobs)
            if "pdf" in kinds:
                names = {own_name(s, named=named): s.name or s.id for s in students}
                written += _merge(names, assignment.title, out, made)
                if not can_merge():
                    remarks += (sentences.sheets_not_merged(),)
            if boxes:
                remarks += (sentences.letters_lacking(boxes),)
        finally:  # whoever stops in the middle goes on from there
            _keep(out, made)
    return Made(out, len(students), written, remarks)


def _written(
    writer: SheetWriter,
    jobs: Sequence[StudentFiles],
    made: dict[str, tuple[str, str]],
    told: Told,
) -> dict[str, str]:
    """All files written, and noted in `made`; whose letters no font has, and which."""
    boxes: dict[str, str] = {}
    for done, job in enumerate(write_all(writer, jobs), start=1):
        made.update(dict.fromkeys(job.files, (job.student.id, job.stamp)))
        told(done, len(jobs))
        if job.lacking:
            boxes[job.student.id] = job.lacking
    return boxes


def drop(assignment: Assignment, out: Path, students: Sequence[str]) -> Made:
    """Take students out of the manifest of a class, and their files off the disk.

    Raises InputError where there is no class, or where somebody is not in it.
    """
    with _writing(out):
        manifest = manifest_of(assignment, out)
        _all_known(manifest, students, out)
        left = manifest.without(students)
        write_manifest(left, out / MANIFEST)
        made = _made(out)
        theirs = [path for path, (owner, _) in made.items() if owner in students]
        for path in theirs:
            (out / path).unlink(missing_ok=True)
            with suppress(OSError):  # something else lies in it, and stays
                (out / path).parent.rmdir()
            del made[path]
        _keep(out, made)
    return Made(out, len(left.own), len(theirs))


def manifest_of(assignment: Assignment, out: Path) -> Manifest:
    """The manifest of a class that was made already; InputError if there is none."""
    if not (out / MANIFEST).is_file():
        raise InputError(sentences.no_class_here(str(out)))
    return read_manifest(out / MANIFEST, assignment)


def students_in(out: Path) -> tuple[str, ...]:
    """Everybody who has numbers in a folder; nobody where no class lies."""
    return read_manifest(out / MANIFEST).students if (out / MANIFEST).is_file() else ()


def numbers_in(assignment: Assignment, out: Path, student: str) -> Numbers:
    """The numbers that a student of a class was given; InputError for somebody unknown."""
    manifest = manifest_of(assignment, out)
    _all_known(manifest, [student], out)
    return manifest.numbers(student)


def _manifest(
    assignment: Assignment,
    students: Sequence[Student],
    out: Path,
    secret: str | None,
    renewed: Sequence[str],
) -> tuple[Manifest, tuple[str, ...]]:
    """The numbers of a class: those of the manifest that is there, and new ones for new students."""
    ids = [student.id for student in students]
    before = manifest_of(assignment, out) if renewed or (out / MANIFEST).is_file() else None
    changes: tuple[str, ...] = ()
    if before is not None:
        _all_known(before, renewed, out)
        sheetless = [name for name in renewed if name not in ids]
        if sheetless:  # the manifest would say other than the sheet that they keep
            raise InputError(sentences.replaced_without_sheet(sheetless))
        if not before.is_drawn and not renewed and (changed := before.changed(assignment)):
            changes = (sentences.made_of_the_file(changed),)
            ids = [*dict.fromkeys([*before.own, *ids])]
            before = None
        else:
            changes = tuple(before.changes(assignment))
            if not renewed and all(name in before.own for name in ids):
                return before, changes
    found = read_secret(secret)
    if found is None and draws_anything(assignment):
        raise InputError(sentences.variants_need_secret())
    made = freeze(assignment, ids, found or b"", before=before, renewed=renewed)
    return made, (*changes, *map(sentences.sheets_alike, made.alike))


def _try_one(
    writer: SheetWriter, manifest: Manifest, students: Sequence[Student], out: Path
) -> None:
    """Make a sheet with its key, and throw it away: numbers are frozen only where that can be done."""
    if not students:
        return
    try:
        filled_in = filled(writer.assignment, manifest.numbers(students[0].id))
        writer.written(sheet_of(filled_in, student=students[0].id), "key md")
    except Faulty as fault:
        if (out / MANIFEST).is_file():  # what is wrong may stand there, and not in the assignment
            raise Faulty(sentences.frozen_so(str(fault), str(out / MANIFEST))) from None
        raise


def _freeze(manifest: Manifest, out: Path) -> None:
    """Write the manifest, unless it lies there as it is."""
    if not (out / MANIFEST).is_file() or read_manifest(out / MANIFEST) != manifest:
        write_manifest(manifest, out / MANIFEST)


@contextmanager
def _writing(out: Path) -> Iterator[None]:
    """Hold the folder of a class; InputError where another run has it, or it cannot be written."""
    try:
        with alone_in(out, sentences.class_busy(str(out))):
            yield
    except OSError as error:
        raise InputError(
            sentences.class_not_written(str(out), error.strerror or str(error))
        ) from None


def _jobs(
    writer: SheetWriter,
    manifest: Manifest,
    students: Sequence[Student],
    formats: Sequence[str],
    *,
    named: bool,
    made: Mapping[str, tuple[str, str]],
) -> Iterator[StudentFiles]:
    """What is to be made: of every student the files that are not there as they should be."""
    for student in students:
        numbers = manifest.numbers(student.id)
        stamp = _stamp(writer.assignment, student, numbers)
        lacking = {
            path: kind
            for path, kind in files_of(student, formats, named=named)
            if made.get(path) != (student.id, stamp) or not (writer.out / path).is_file()
        }
        if lacking:
            yield StudentFiles(student, numbers, lacking, stamp)


def _has(out: Path, kind: str, made: Mapping[str, object]) -> bool:
    """Whether a class was made in a format, and still has files of it."""
    return any(path.endswith(f"/sheet.{kind}") and (out / path).is_file() for path in made)


def _all_known(manifest: Manifest, students: Sequence[str], out: Path) -> None:
    for name in students:
        if name not in manifest.own:
            raise InputError(sentences.not_in_class(name, str(out), manifest.nearest(name)))


def _merge(
    names: Mapping[str, str], title: str, out: Path, made: dict[str, tuple[str, str]]
) -> int:
    """Put all sheets into files for printing, where one of them is new; how many files that are."""
    if not can_merge():
        return 0
    whose = {f"{folder}/sheet.pdf": name for folder, name in names.items()}
    files = printed(tuple(whose))
    for old in [path for path, (owner, _) in made.items() if owner == "" and path not in files]:
        (out / old).unlink(missing_ok=True)  # of a class that was smaller, or larger
        del made[old]
    written = 0
    for file, sheets in files.items():
        stamp = _digest([made[path] for path in sheets])
        if made.get(file) != ("", stamp) or not (out / file).is_file():
            pages = merged(
                (out / path for path in sheets), title=title, names=[whose[path] for path in sheets]
            )
            put(out / file, pages)
            made[file] = ("", stamp)
            written += 1
    return written


def _stamp(assignment: Assignment, student: Student, numbers: Numbers) -> str:
    """What everything of one student is made of: who, which numbers, and which code makes it."""
    sheet = to_plain(filled(assignment, numbers))
    return _digest([source_state(), student.id, student.name, sheet])


def _digest(plain: object) -> str:
    return blake2b(json.dumps(plain, sort_keys=True).encode(), digest_size=16).hexdigest()


def _made(out: Path) -> dict[str, tuple[str, str]]:
    """What was made before: each file with its owner and stamp; nothing, if that cannot be read."""
    try:
        found = json.loads((out / MADE).read_text(encoding="utf-8"))
        return {str(path): (str(owner), str(stamp)) for path, (owner, stamp) in found.items()}
    except (OSError, ValueError, TypeError, AttributeError):
        return {}


def _keep(out: Path, made: Mapping[str, tuple[str, str]]) -> None:
    put(out / MADE, json.dumps(made, indent=0, sort_keys=True).encode())
