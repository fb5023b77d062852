#!python
"""The command `grader` as it is installed: no module comes from where a student's files lie.

This file is installed as the script `grader`, and so it works before anything of ours is
imported: the working folder, or the folder of a submission, may hold a `grader/`, a `yaml.py` or a
`reference.py`, and PYTHONPATH may name it.  Such entries are left out, others serve as ever, and
the Pythons that are started later inherit what is left.
"""

import os
import sys
from importlib import import_module


def leave_out_strangers() -> None:
    """Take the working folder and those of the named files from where modules are looked for."""
    listed = os.environ.get("PYTHONPATH", "").split(os.pathsep)
    here = _real(os.curdir)
    strange = {here, *(path for entry in listed if _is_theirs(path := _real(entry)))}
    before = _before_pythons_own()
    # behind Python's own stands what was installed, perhaps from a clone that is the working folder
    sys.path[:before] = [each for each in sys.path[:before] if each and _real(each) not in strange]
    if "PYTHONPATH" in os.environ:
        kept = [each for each in listed if each and _real(each) not in strange]
        os.environ["PYTHONPATH"] = os.pathsep.join(kept)
    os.environ["PYTHONSAFEPATH"] = "1"  # a Python from 3.11 on adds no working folder then


def _real(path: str) -> str:
    """Where a path leads; the path itself where nobody may look, or the working folder is gone."""
    try:
        return os.path.realpath(path)
    except OSError:
        return path


def _is_theirs(folder: str) -> bool:
    """Whether a folder holds what the command line names, or lies in it."""
    for word in sys.argv[1:]:
        path = _real(word)
        if os.path.isfile(path):
            path = os.path.dirname(path)
        elif not os.path.isdir(path):
            continue
        if folder == path or folder.startswith(path.rstrip(os.sep) + os.sep):
            return True
    return False


def _before_pythons_own() -> int:
    """How many entries of the path stand before those of Python's own library."""
    own = f"python{sys.version_info[0]}{sys.version_info[1]}.zip"
    return next((i for i, entry in enumerate(sys.path) if os.path.basename(entry) == own), 1)


if __name__ == "__main__":
    leave_out_strangers()
    import_module("grader.__main__").main()
