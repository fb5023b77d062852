"""Functions that students write, graded as fairly as values.

Arguments are drawn, right results follow from the equations, the student's function is called in
the sandbox, and every result is judged on its own.
"""

from grader.functions.judge import Functions
from grader.functions.judgement import Judgement, Part

__all__ = ["Functions", "Judgement", "Part"]
