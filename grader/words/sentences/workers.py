# ruff: noqa: D103 -- every function here is one sentence and documents itself
"""What is said of a worker: of a value that cannot leave it, of a file that it cannot run, of how it ended.

Inside of a worker codes are raised, never sentences: its process is the student's as well, and no text of theirs
is to look like one of ours.  The tables say what the codes mean; a `{}` is a value, in its order.
"""

from __future__ import annotations

from collections.abc import Mapping

_VALUES = {
    "more-entries": "it has more than {} entries",
    "nested-deeper": "it is nested more than {} levels deep",
    "integer-of-bits": "it is an integer of {} bits",
    "longer-text": "it is longer than {} characters",
    "no-text": "it holds characters that are no text",
    "so-many-entries": "it has {} entries",
    "key-of-type": "it has a key of type {}",
    "array-of-texts": "it is an array of texts",
    "array-of": "it is an array of {}",
    "tensor-of-no-numbers": "it is a tensor that is no array of numbers",
    "larger-arrays": "its arrays are larger than {} MB",
    "decimal-of-characters": "it is a Decimal of {} characters",
    "array-of-objects": "it is an array of objects (dtype=object), one a {}",
    "huge-integer": "it holds an integer that no array can hold",
    "is-function": "it is a function, not a value (call it, and keep what it returns)",
    "is-generator": "it is a {} (write return instead of yield)",
    "is-class": "it is a class, not a value",
    "is-module": "it is a module, not a value",
    "is-set": "it is a set, which has no order (write a list)",
    "is-iterator": "it is a {} (write list(...) around it)",
    "is-bytes": "it is a string of bytes (write text without the b)",
    "not-plain-array": "it is a {}, not a plain array (use np.asarray)",
    "not-plain": "it is of type {}, not a number, text, list or array",
    "array-of-elements": "it is an array of {} elements",
    "array-of-so-many-texts": "it is an array of {} texts",
    "tensor-of-elements": "it is a tensor of {} elements",
    "array-of-so-many-objects": "it is an array of {} objects",
    "larger-message": "it is larger than {} MB",
}
_PROGRAMS = {
    "package": "{}.",
    "notebook-no-json": "the notebook is no valid JSON ({})",
    "notebook-no-cells": "the notebook has no list of cells",
    "notebook-many-cells": "the notebook has {} code cells; at most {} are read",
    "saved-as-utf-16": "SyntaxError: the file is saved as UTF-16; save it as UTF-8.",
    "no-utf-8": "it holds a character that is no UTF-8 ({})",
    "not-decodable": "SyntaxError in line {}: {}; save it as UTF-8.",
    "many-faults": "More than {} statements are no Python 3. The first: {}",
    "nested-too-deeply": "the file is nested too deeply to be compiled",
    "nothing-runs": "SyntaxError: {}. Nothing of it can be run.",
    "in-cell": "cell {}, {}",
    "no-python": "{} in {}: {} (`{}`).",
    "tabs-and-spaces": "{} Tabs and spaces are mixed, so that nobody can say what belongs together; indent with spaces only. Nothing of it was run.",
    "unfinished-merge": "{} Line {} is the mark of an unfinished merge; decide for one version. Nothing of it was run.",
    "advised": "{} {}",
    "typing-decimal-comma": "A decimal comma parts two numbers: write {}, with a point.",
    "typing-semicolon": "A comma parts the entries of a list, not a semicolon: [0.5, 1.5]; rows are lists of their own: [[1, 2], [3, 4]].",
    "typing-quote-open": "A quote is opened here and not closed: close it.",
    "typing-letter-in-number": "A letter stands among the digits: write digits only.",
    "typing-spaces-before": "Take out the spaces before it.",
    "word-in-quotes": 'give the name a value first, or, if it is a word, put it in quotes: "{}"',
    "capital": "for `{}` write `{}`",
    "one-equals-sign": "a value is given with one `=`: {} = ...",
    "no-value-given": "Line {} gives no value: write `{}`.",
    "python-2": "{} This is Python 2; in Python 3 {}.",
    "nothing-run": "{} Nothing of it was run.",
    "left-out": "{} {} ({}) was left out; the rest was run.",
    "the-statement": "the statement",
    "line": "line {}",
    "lines": "lines {} to {}",
    "cell-line": "cell {}, line {}",
    "many-failed": "{} statements failed up to line {}; of the rest only definitions were run.",
}
_PYTHON_2 = {  # what is written in its place
    "python-print": "print is a function: print(...)",
    "python-print-file": "print is a function: print(..., file=...)",
    "python-except": "write `except Error as e:`",
    "python-raise": 'write `raise Error("...")`',
    "python-exec": "exec is a function: exec(...)",
    "python-not-equal": "write `!=` for `<>`",
    "python-repr": "write repr(...) for backticks",
    "python-long": "write numbers without an L",
    "python-octal": "write octal numbers as 0o17",
    "python-raw-text": 'write r"..." for ur"..."',
    "python-tuples-apart": "take tuples apart in the body",
}
_ERRORS = {
    "no-files-here": "files cannot be written here",
    "not-done-here": "this cannot be done here",
    "library-not-here": "{} is not available to submissions",
    "unless-named": "a part of Python that is not available here unless an import statement names it",
    "modules-here": "{} is not installed here: there are Python's own modules, NumPy, and the files that you hand in",
    "python-2-name": "`{}` is Python 2: use {}",
    "numpy-name-gone": "NumPy has no `np.{}` any more: write {}",
    "python-2-attribute": "`.{}` is Python 2: use {}",
    "python-2-print-file": "`print >>file` is Python 2: use print(..., file=...)",
    "no-list-any-more": "in Python 3 this is no list: write list(...) around it",
    "float-of-integers": "in Python 3 `/` of integers gives a float: use `//`",
    "nobody-types": "nobody types anything while this runs: write the value instead of input()",
}
_REPLIES = {
    "lent-attribute": "`{}` of what a test handed over cannot be seen by the submission",
    "value-too-large-or-deep": "a value that is too large or too deep",
    "integer-too-large": "an integer that is too large",
    "value-without-tag": "a value without a tag",
    "text-too-long": "a text that is too long",
    "characters-no-text": "characters that are no text",
    "entry-no-pair": "a dict entry that is no pair",
    "key-not-plain": "a dict key that is no plain value",
    "array-unknown": "an array of an unknown form",
    "array-impossible": "an array with an impossible shape",
    "array-larger-than-message": "an array that is larger than its message",
    "float-too-long": "a float that is too long",
    "value-malformed": "a value that is not well formed: {}",
    "form-unknown": "an unknown form {}",
    "message-of-bytes": "a message of {} + {} bytes",
    "integer-of-digits": "an integer of {} digits",
    "json-of-another-kind": "a JSON float, constant or object",
    "too-many-entries": "too many entries",
    "no-json": "no JSON of ours: {}",
    "no-json-list": "no JSON list of ours",
    "several-replies": "more than one reply to one request",
    "reply-too-early": "a reply before the request",
    "reply-to-another": "a reply to another question",
    "no-form": "no form of ours",
}
SENTENCES: Mapping[str, str] = {**_VALUES, **_PROGRAMS, **_PYTHON_2, **_ERRORS, **_REPLIES}

_SIGNALS = {
    "SIGSEGV": "it read or wrote memory that is not its own",
    "SIGBUS": "it read or wrote memory that is not there",
    "SIGKILL": "it was killed, perhaps for lack of memory",
    "SIGABRT": "it was aborted",
    "SIGFPE": "a fault of arithmetic in compiled code",
    "SIGXCPU": "it used up its processor time",
    "SIGSYS": "it made a forbidden system call",
}


def speak(said: object) -> str:
    """The sentence of a message, a code and its values; nothing for what is no message of ours.

    >>> speak(("left-out", ("nothing-run", "?"), "`h`", ("line", 3)))
    '? Nothing of it was run. `h` (line 3) was left out; the rest was run.'
    >>> speak(("of-my-own", "full marks"))
    ''
    """
    match said:
        case (str() as code, *values) if SENTENCES.get(code, "").count("{}") == len(values):
            parts = [speak(part) if isinstance(part, tuple) else part for part in values]
            return SENTENCES.get(code, "").format(*parts)
        case _:
            return ""


def ended_by(signal: str) -> str:
    return f"{signal}: {_SIGNALS[signal]}" if signal in _SIGNALS else signal


def signal_number(number: int) -> str:
    return f"signal {number}"


def exit_code(code: int) -> str:
    return f"exit code {code}"


def connection_closed() -> str:
    return "it closed its connection to the grader"


def ends_itself() -> str:
    return "the code ends itself with exit() or sys.exit(): leave that out"


def message_fails() -> str:
    return "(an error whose message raises an error itself)"


def memory_error_in(line: int) -> str:
    return f"MemoryError (line {line})."


def memory_error() -> str:
    return "MemoryError."


def some_error() -> str:
    return "An error."


def answer_unreadable(why: str) -> str:
    return f"its answer could not be read ({why})"


def earlier_result_gone() -> str:
    return "The earlier result that this needs is not there (any more)."


# for staff: what of our own machinery failed


def no_worker(why: object) -> str:
    return f"no worker could be started: {why}"


def worker_not_up(why: object) -> str:
    return f"the worker did not come up: {why}"


def question_without_worker() -> str:
    return "a question without a worker"


def starter_ended() -> str:
    return "the process that starts workers ended, and its worker with it"


def zygote_silent(why: object) -> str:
    return f"the zygote does not answer: {why}"


def zygote_ended() -> str:
    return "the zygote has ended"


def zygote_reports(what: object) -> str:
    return f"the zygote reports: {what}"


def no_pipes() -> str:
    return "a process without pipes"
