#!/usr/bin/env bash
# gradescope-utils 0.5.0: an error in setUpClass leaves a whole run without results.
#
# Guessed: unittest reports an error in setUpClass as one error and goes on with the other classes; so the results hold
#          that error, and the tests of the other classes with their points.
# Seen:    what unittest reports then is no test case and has no _testMethodName, which JSONTestRunner asks for: the
#          runner ends with an AttributeError, results.json stays empty, and tests of other classes are lost with it.
# Ours:    the class's tests are told with the error of setUpClass, the others are run
#          (tests/owntests/test_own_tests_run.py, the rows about what stands around tests).
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/python" -m pip install --quiet --disable-pip-version-check gradescope-utils==0.5.0
cd "$work"
cat > tests.py <<'PYTHON'
import os
import unittest

from gradescope_utils.autograder_utils.decorators import weight
from gradescope_utils.autograder_utils.json_test_runner import JSONTestRunner


class NeedsData(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        raise FileNotFoundError("weights.npz")

    @weight(2)
    def test_loss(self):
        pass


class NeedsNothing(unittest.TestCase):
    @weight(3)
    def test_state(self):
        pass


def suite():
    load = unittest.defaultTestLoader.loadTestsFromTestCase
    return unittest.TestSuite([load(NeedsData), load(NeedsNothing)])


plain = unittest.TestResult()
suite().run(plain)
print("plain unittest: run", plain.testsRun, "errors", len(plain.errors))
assert (1, 1) == (plain.testsRun, len(plain.errors))
try:
    with open("results.json", "w") as stream:
        JSONTestRunner(stream=stream).run(suite())
except AttributeError as error:
    print("JSONTestRunner: AttributeError:", error)
else:
    raise SystemExit("the runner came to its end")
print("results.json:", os.path.getsize("results.json"), "bytes")
assert 0 == os.path.getsize("results.json")
PYTHON
"$work/venv/bin/python" -m pip list 2>/dev/null | grep -i gradescope
"$work/venv/bin/python" tests.py
echo "still so: one class without its data leaves no results"
