"""What an error betrays beyond its own words: Python 2, or what this place does not have."""

from __future__ import annotations

import re
import sys

# what is written in the source, and what Python 3 wants instead
_WRITTEN = (
    (r"^\s*print\s+[^\s(=.,)\]:]", "print is a function: print(...)"),
    (r"^\s*print\s*>>", "print is a function: print(..., file=...)"),
    (r"\bexcept\s+[\w.() ]+,\s*\w+\s*:", "write `except Error as e:`"),
    (r"^\s*raise\s+[\w.]+\s*,", 'write `raise Error("...")`'),
    (r"^\s*exec\s+[\"'\w]", "exec is a function: exec(...)"),
    (r"<>", "write `!=` for `<>`"),
    (r"`[^`]+`", "write repr(...) for backticks"),
    (r"\b\d+[lL]\b", "write numbers without an L"),
    (r"(?<![\w.])0\d+(?![\w.])", "write octal numbers as 0o17"),
    (r"\b[uU][rR][\"']", 'write r"..." for ur"..."'),
    (r"\b(def\s+\w+|lambda)\s*\(?[^)]*\(\s*\w+\s*,[^)]*\)\s*[,):]", "take tuples apart in the body"),
)  # fmt: skip

_NAMES = {
    "xrange": "range",
    "raw_input": "input",
    "unicode": "str",
    "basestring": "str",
    "long": "int",
    "unichr": "chr",
    "reduce": "functools.reduce",
    "file": "open",
    "cmp": "(a > b) - (a < b)",
    "execfile": "exec(open(...).read())",
    "reload": "importlib.reload",
    "izip": "zip",
}
_ATTRIBUTES = {
    "iteritems": "items",
    "itervalues": "values",
    "iterkeys": "keys",
    "has_key": "`key in d`",
    "next": "next(...)",
}


def in_source(line: str, message: str = "") -> str:
    """What of Python 2 this line holds, as advice; empty if nothing is recognised.

    `message` is what the compiler said of the line.
    """
    if "Missing parentheses in call to 'print'" in message:
        return "print is a function: print(...)"
    return next((advice for form, advice in _WRITTEN if re.search(form, line)), "")


def in_error(type_name: str, message: str) -> str:
    """What is to be said of an error of running code, as advice; empty if nothing."""
    if type_name == "EOFError":
        return "nobody types anything while this runs: write the value instead of input()"
    if type_name == "ModuleNotFoundError":
        return _of_a_module(message)
    if "[Errno 30]" in message or "No usable temporary directory" in message:
        return "files cannot be written here"
    if type_name == "PermissionError":
        return "this cannot be done here"
    return _of_older_days(type_name, message)


def _of_a_module(message: str) -> str:
    """Why a module may not be there.  Python's own are read before the student's code runs."""
    found = re.search(r"No module named '([\w.]+)'(?:, needed by ([\w.]+))?", message)
    if not found:
        return ""
    if found[2]:
        return f"{found[2]} is not available to submissions"
    if found[1].split(".", 1)[0] in sys.stdlib_module_names:
        return "a part of Python that is not available here unless an import statement names it"
    return "there are Python's own modules, NumPy, and the files that you hand in"


def _of_older_days(type_name: str, message: str) -> str:
    if type_name == "NameError":
        found = re.search(r"name '(\w+)' is not defined", message)
        if found and found[1] in _NAMES:
            return f"`{found[1]}` is Python 2: use {_NAMES[found[1]]}"
    if type_name == "AttributeError":
        found = re.search(r"no attribute '(\w+)'", message)
        gone = re.search(r"module 'numpy' has no attribute '(float|int|bool|object|str)'", message)
        if gone:
            return f"NumPy has no `np.{gone[1]}` any more: write {gone[1]}"
        if found and found[1] in _ATTRIBUTES:
            return f"`.{found[1]}` is Python 2: use {_ATTRIBUTES[found[1]]}"
    if type_name == "TypeError":
        if "unsupported operand type(s) for >>: 'builtin_function_or_method'" in message:
            return "`print >>file` is Python 2: use print(..., file=...)"
        if re.search(r"'(dict_\w+|map|filter|zip|range)' object is not subscriptable", message):
            return "in Python 3 this is no list: write list(...) around it"
        if "'float' object cannot be interpreted as an integer" in message:
            return "in Python 3 `/` of integers gives a float: use `//`"
    return ""
