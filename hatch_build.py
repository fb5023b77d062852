"""What a wheel holds besides the files of the clone: what the first checks would have to work out."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class MadeAhead(BuildHookInterface[Any]):
    """Works out the keys of all assignments that come along, and lays them beside our code."""

    _made = ""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Make the entries; an editable clone has none, as its files change."""
        if version == "editable":
            return
        made = tempfile.mkdtemp()
        self._made = made
        # what the builder was given, such as NumPy, lies where only this process looks
        modules = os.pathsep.join([self.root, *filter(None, sys.path)])
        environment = {**os.environ, "GRADER_CACHE": "", "PYTHONPATH": modules}
        command = [sys.executable, "-m", "grader.grading.ahead", made]
        subprocess.run(command, cwd=self.root, env=environment, check=True)
        build_data["force_include"][made] = "grader/_ready"

    def finalize(self, version: str, build_data: dict[str, Any], artifact_path: str) -> None:
        """Take away what is inside the wheel by now."""
        if self._made:
            shutil.rmtree(self._made)
