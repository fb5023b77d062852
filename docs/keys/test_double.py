import unittest

import submission
from gradescope_utils.autograder_utils.decorators import weight


class TestDouble(unittest.TestCase):
    @weight(2)
    def test_two(self):
        self.assertEqual(4, submission.double(2))
