#!/usr/bin/env bash
# gradescope-utils 0.5.0: a test with a failed subTest is in no result at all.
#
# Guessed: a test whose subTest fails is a failed test, as in unittest and in pytest: 0 of its points.
# Seen:    JSONTestRunner hears only of addSuccess, addFailure and addError.  A failed subTest is told by addSubTest
#          alone, so the test is neither passed nor failed: its box is missing, and so are its points from the sum of
#          max_score.  The same holds for tests that are skipped or expected to fail.  Two tests worth 2 and 3 points,
#          of which the first fails in one of three subTests, are reported as one test and 3 of 3 points.
# Ours:    such a test is a wrong one with its points, and the failed subTest is named
#          (tests/owntests/test_own_tests_run.py, the row TestOld.test_sub).
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/python" -m pip install --quiet --disable-pip-version-check gradescope-utils==0.5.0
cd "$work"
cat > tests.py <<'PYTHON'
import json
import unittest

from gradescope_utils.autograder_utils.decorators import weight
from gradescope_utils.autograder_utils.json_test_runner import JSONTestRunner


class Gates(unittest.TestCase):
    @weight(2)
    def test_every_gate(self):
        for gate in ("input", "forget", "output"):
            with self.subTest(gate=gate):
                self.assertNotEqual("forget", gate)

    @weight(3)
    def test_state(self):
        self.assertEqual(1, 1)


suite = unittest.defaultTestLoader.loadTestsFromTestCase(Gates)
with open("results.json", "w") as stream:
    JSONTestRunner(stream=stream).run(suite)
results = json.load(open("results.json"))
for test in results["tests"]:
    print("reported:", test["name"].split()[0], test["score"], "of", test["max_score"])
plain = unittest.TestResult()
unittest.defaultTestLoader.loadTestsFromTestCase(Gates).run(plain)
print("plain unittest: run", plain.testsRun, "failed", len(plain.failures))
assert ["test_state"] == [test["name"].split()[0] for test in results["tests"]], results
assert (2, 1) == (plain.testsRun, len(plain.failures))
PYTHON
"$work/venv/bin/python" -m pip list 2>/dev/null | grep -i gradescope
"$work/venv/bin/python" tests.py
echo "still so: the failed test is missing from the results"
