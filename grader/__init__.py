"""Grade exercises about recurrent networks: students, answers, points.

The mathematics is in `reference`; this package reads what a student typed, compares it with
what the equations give, and says so.
"""

__version__ = "0.1.0"
