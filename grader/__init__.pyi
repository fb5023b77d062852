# What `import grader` offers, for type checkers; at run time each name is loaded on first use.

from grader.assignment.named import load_assignment as load_assignment
from grader.grading.grade import check as check
from grader.handout.solve import solve as solve
from grader.linting.lint import lint as lint
from grader.outcome.errors import GraderError as GraderError
from grader.outcome.report import Report as Report

__version__: str
