"""Certificates: a grade with its proof, for whoever does not want to trust this program.

`certify` grades a work and writes down what the points rest on; `check_certificate.py`, which knows
nothing of the rest, goes over it.
"""

from grader.certificate.afterwards import Dates
from grader.certificate.certify import certificate_of, certify, checker
from grader.certificate.witness import Onlooker
from grader.certificate.write import as_text

__all__ = ["Dates", "Onlooker", "as_text", "certificate_of", "certify", "checker"]
