#!/usr/bin/env bash
# amc2moodle (its reader moodle2amc) turns a Moodle numerical question that is worth full points for one
# exact decimal, tolerance 0, into a paper question whose boxes hold whole digits only: the right answer
# cannot be marked.  A tolerance of 0 is what Moodle's own form starts with; the number of decimals is
# taken from the tolerance alone, and not from the answer.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/python" -m pip install --quiet --disable-pip-version-check amc2moodle==2.12.1 setuptools
cat > "$work/wand_image.py" <<'PY'
# ImageMagick is for pictures in questions; there are none here, and the machine may lack it.
import sys, types
for name in ("wand", "wand.image"):
    sys.modules.setdefault(name, types.ModuleType(name))
sys.modules["wand.image"].Image = object
PY
"$work/venv/bin/python" - "$work" <<'PY'
import sys
sys.path.insert(0, sys.argv[1])
import wand_image  # noqa: F401
from importlib.metadata import version
from lxml import etree
from amc2moodle.moodle2amc._questions import CreateQuestion

def boxes(answer, tolerance):
    question = etree.fromstring(
        '<question type="numerical"><name><text>a</text></name><questiontext format="html"><text>b</text>'
        f'</questiontext><answer fraction="100"><text>{answer}</text><tolerance>{tolerance}</tolerance></answer></question>'
    )
    return CreateQuestion("numerical", question).answers()

print("amc2moodle", version("amc2moodle"))
exact, near = boxes("0.452", "0"), boxes("0.452", "0.0005")
for said, found in (("tolerance 0     ", exact), ("tolerance 0.0005", near)):
    print(said, "target", found.get("target"), "->", found.text)
assert exact.get("target") == "0.452"
assert "decimals = 0" in exact.text and "digits = 1," in exact.text, "it has changed"
assert "decimals = 4" in near.text, "it has changed"
print("0.452 with tolerance 0 has one box, for a whole digit: nobody can mark 0.452")
PY
