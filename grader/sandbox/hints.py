"""What an error betrays beyond its own words: a slip of the keys, Python 2, what this place does not have."""

from __future__ import annotations

import ast
import re
import sys

from grader.sandbox.message import Message, say

# what is written in the source, and what Python 3 wants instead
_WRITTEN = (
    (r"^\s*print\s+[^\s(=.,)\]:]", "print"),
    (r"^\s*print\s*>>", "python-print-file"),
    (r"\bexcept\s+[\w.() ]+,\s*\w+\s*:", "python-except"),
    (r"^\s*raise\s+[\w.]+\s*,", "python-raise"),
    (r"^\s*exec\s+[\"'\w]", "python-exec"),
    (r"<>", "python-not-equal"),
    (r"`[^`]+`", "python-repr"),
    (r"\b\d+[lL]\b", "python-long"),
    (r"(?<![\w.])(?<!\d,)0\d+(?![\w.])", "python-octal"),
    (r"\b[uU][rR][\"']", "python-raw-text"),
    (r"\b(def\s+\w+|lambda)\s*\(?[^)]*\(\s*\w+\s*,[^)]*\)\s*[,):]", "python-tuples-apart"),
)  # fmt: skip

# what was typed, what the compiler says of it, and the code of what is meant
_TYPED = (
    (r"(?<![\w.])([-+]?\d+),(0\d+)", "leading zeros", "typing-decimal-comma"),
    (r"\[[^\]#\"']*\d\s*;", "invalid syntax|never closed", "typing-semicolon"),
    (r"", "unterminated|EOL while scanning", "typing-quote-open"),
    (
        r"\d[oOlI]\d|\d[oO]\b",
        "invalid (decimal|octal) literal|invalid digit|invalid syntax",
        "typing-letter-in-number",
    ),
    (r"^\s", "unexpected indent", "typing-spaces-before"),
)

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
    """What of Python 2 this line holds, as the code of an advice; empty if nothing is recognised.

    `message` is what the compiler said of the line.
    """
    if "Missing parentheses in call to 'print'" in message:
        return "python-print"
    return next((advice for form, advice in _WRITTEN if re.search(form, line)), "")


def in_typing(line: str, message: str) -> Message | None:
    """What slip of the keys the compiler stumbled over; None if nothing is recognised."""
    for form, said, code in _TYPED:
        if re.search(said, message) and (found := re.search(form, line)):
            return say(code, ".".join(found.groups())) if found.groups() else say(code)
    return None


def in_statement(statement: ast.stmt, kind: str) -> Message | None:
    """What slip of the keys made this statement fail; None if nothing is recognised."""
    match statement:
        case ast.Assign(value=ast.Name(id=word)) if kind == "NameError":
            if word.lower() in {"true", "false", "none"}:
                return say("capital", word, word.lower().capitalize())
            return say("word-in-quotes", word)
        case ast.Expr(value=ast.Compare(left=ast.Name(id=name), ops=[ast.Eq()])):
            return say("one-equals-sign", name) if kind == "NameError" else None
        case _:
            return None


def in_error(type_name: str, message: str) -> Message | None:
    """What is to be said of an error of running code, as advice; None if nothing."""
    if type_name == "EOFError":
        return say("nobody-types")
    if type_name == "ModuleNotFoundError":
        return _of_a_module(message)
    if "[Errno 30]" in message or "No usable temporary directory" in message:
        return say("no-files-here")
    if type_name == "PermissionError":
        return say("not-done-here")
    return _of_older_days(type_name, message)


def _of_a_module(message: str) -> Message | None:
    """Why a module may not be there.  Python's own are read before the student's code runs."""
    found = re.search(r"No module named '([\w.]+)'(?:, needed by ([\w.]+))?", message)
    if not found:
        return None
    if found[2]:
        return say("library-not-here", found[2])
    if found[1].split(".", 1)[0] in sys.stdlib_module_names:
        return say("unless-named")
    return say("modules-here", found[1].split(".", 1)[0])


def _of_older_days(type_name: str, message: str) -> Message | None:
    if type_name == "NameError":
        found = re.search(r"name '(\w+)' is not defined", message)
        if found and found[1] in _NAMES:
            return say("python-2-name", found[1], _NAMES[found[1]])
    if type_name == "AttributeError":
        found = re.search(r"no attribute '(\w+)'", message)
        gone = re.search(r"module 'numpy' has no attribute '(float|int|bool|object|str)'", message)
        if gone:
            return say("numpy-name-gone", gone[1], gone[1])
        if found and found[1] in _ATTRIBUTES:
            return say("python-2-attribute", found[1], _ATTRIBUTES[found[1]])
    if type_name == "TypeError":
        if "unsupported operand type(s) for >>: 'builtin_function_or_method'" in message:
            return say("python-2-print-file")
        if re.search(r"'(dict_\w+|map|filter|zip|range)' object is not subscriptable", message):
            return say("no-list-any-more")
        if "'float' object cannot be interpreted as an integer" in message:
            return say("float-of-integers")
    return None
