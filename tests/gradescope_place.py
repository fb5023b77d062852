"""Gradescope's folders in a folder of ours, and a run of the grader in them."""

import json
import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from grader.assignment import find_assignment, load_assignment
from grader.gradescope.results import faults
from grader.handout.solve import key_answers
from grader.key.expected import Expected
from grader.variant.selection import select

CLONE = Path(__file__).resolve().parent.parent


@dataclass(frozen=True)
class Ran:
    """What a run left behind."""

    code: int
    stdout: str
    path: Path

    @property
    def results(self):
        """The results, which must be valid whatever happened."""

        def refuse(word):
            raise ValueError(word)

        told = json.loads(self.path.read_bytes().decode("utf-8"), parse_constant=refuse)
        assert faults(told) == []
        return told

    def test(self, name):
        """The test of an answer."""
        (found,) = [test for test in self.results["tests"] if test["name"].endswith(name)]
        return found


def lay_out(root, assignment, files=(), metadata=None):
    """Make the folders; `files` maps names to texts or bytes, or is a list of paths."""
    for name in ("source/assignments", "submission", "results"):
        (root / name).mkdir(parents=True, exist_ok=True)
    file = find_assignment(assignment)
    home = root / "source" / "assignments" / load_assignment(file).id
    home.mkdir(exist_ok=True)
    shutil.copy(file, home / "assignment.yaml")
    for name, content in dict(files).items():
        path = root / "submission" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content.encode() if isinstance(content, str) else content)
    if metadata is not None:
        text = metadata if isinstance(metadata, (str, bytes)) else json.dumps(metadata)
        data = text.encode() if isinstance(text, str) else text
        (root / "submission_metadata.json").write_bytes(data)
    return root


def environment(root, **more):
    """As little as Gradescope gives."""
    return {
        "AUTOGRADER_ROOT": str(root),
        "PATH": os.environ["PATH"],
        "PYTHONPATH": str(CLONE),
        "PYTHONWARNINGS": "error",
        "TIMEOUT_SECONDS": "60",
        **more,
    }


def start(root, *, before="", **more):
    """Start the grader; `before` is Python that runs in its process first."""
    program = f"{before}\nfrom grader.__main__ import main\nimport sys\nsys.exit(main())"
    return subprocess.Popen(
        [sys.executable, "-c", program, "gradescope"],
        cwd=root,
        env=environment(root, **more),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        start_new_session=True,
    )


def run(root, *, before="", **more):
    """Run the grader to its end."""
    process = start(root, before=before, **more)
    return ended(process, root)


def ended(process, root):
    """Wait for a run, and see what it left."""
    out, _ = process.communicate(timeout=90)
    return Ran(process.returncode, out.decode(), root / "results" / "results.json")


def key_of(assignment):
    """A submission with every answer right, as JSON."""
    found = load_assignment(find_assignment(assignment))
    return json.dumps({"answers": dict(key_answers(Expected(select(found, None).assignment)))})
