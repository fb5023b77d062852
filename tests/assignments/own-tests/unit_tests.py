import unittest

import numpy as np
from gradescope_utils.autograder_utils.decorators import (
    hide_errors,
    leaderboard,
    number,
    partial_credit,
    tags,
    visibility,
    weight,
)
from numbers_of_the_course import H, U, W, X, step
from rnn import clip, run, sigmoid, step_forward


class TestStep(unittest.TestCase):
    @weight(2)
    @number("1.1")
    @tags("forward")
    def test_value(self):
        """One step gives the right state"""
        np.testing.assert_allclose(step_forward(X, H, W, U), step(X, H, W, U))

    @weight(1)
    @number("1.2")
    @hide_errors("Look at large inputs.")
    def test_sigmoid(self):
        """The sigmoid does not overflow"""
        self.assertAlmostEqual(1.0, float(sigmoid(1000.0)))

    @weight(1)
    @visibility("after_due_date")
    def test_shapes(self):
        for size in (1, 2, 3):
            with self.subTest(size=size):
                got = step_forward(np.zeros(size), np.zeros(2), np.zeros((2, size)), np.eye(2))
                self.assertEqual((2,), got.shape)

    @partial_credit(3)
    def test_run(self, set_score=None):
        """A run over three steps, a point a step"""
        set_score(0)
        h = H
        states = run([X, X, X], H, W, U)
        for k in range(3):
            h = step(X, h, W, U)
            self.assertTrue(np.allclose(h, states[k]))
            set_score(k + 1)

    @weight(1)
    def test_clip_is_in_place(self):
        gradients = np.array([3.0, -7.0])
        clip(gradients, 5.0)
        self.assertEqual([3.0, -5.0], list(gradients))

    @leaderboard("steps per call")
    def test_board(self, set_leaderboard_value=None):
        set_leaderboard_value(np.int64(len(run([X] * 4, H, W, U))))
