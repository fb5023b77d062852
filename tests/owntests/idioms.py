"""A hundred idioms of course tests, each with whether plain unittest passes it: the same tests run twice.

`STUDENT` is the submission, `IDIOMS` are the bodies of tests.
"""

from __future__ import annotations

STUDENT = '''\
"""The module of a student."""
import collections, contextlib, dataclasses, enum, functools, os, random
import numpy as np

START = 3
WORDS = {"a": 1, "b": 2}
Pair = collections.namedtuple("Pair", "x y")

class Colour(enum.Enum):
    RED = 1
    BLUE = 2

def gen(n):
    """Count up."""
    for i in range(n):
        yield i

def fails_late():
    yield 1
    raise ValueError("late")

def evens(n): return filter(lambda i: i % 2 == 0, range(n))
def pairs(a, b): return zip(a, b)
def doubled(a): return map(lambda i: 2 * i, a)
def span(n): return range(n)
def unique(a): return set(a)
def frozen(a): return frozenset(a)
def sets(a): return [set(a), {1}]
def raw(): return b"abc"
def mutable(): return bytearray(b"abc")
def pair(x, y): return Pair(x, y)
def words(): return np.array(["a", "bc"])
def array(): return np.arange(6.0).reshape(2, 3)
def flags(): return np.array([True, False])
def queue(): return collections.deque([1, 2])
def counts(s): return collections.Counter(s)
def ordered(): return collections.OrderedDict(a=1, b=2)
def grouped(): return collections.defaultdict(list, a=[1])
def nothing(): return None
def add(a, b=2, *, scale=1.0): return (a + b) * scale
def total(*xs, **kw): return sum(xs) + sum(kw.values())
def nested(): return {"a": [1, (2, 3)], "b": {"c": None}}
def fraction():
    from fractions import Fraction
    return Fraction(1, 3)
def decimal():
    from decimal import Decimal
    return Decimal("0.1")
def complex_(): return 1 + 2j
def say(x): print("said", x); return x
def warn():
    import warnings
    warnings.warn("careful", UserWarning)
    return 1
def fail(): raise ValueError("no such gate")
def fail_key(): raise KeyError("k")
def fail_own(): raise Own("mine", 7)
def append(a): a.append(1)
def fill(a): a[:] = 7
def put(d): d["k"] = 1
def add_to(s): s.add(9)
def first(it): return next(it)
def listed(it): return list(it)
def size(s): return len(s)
def apply(f, x): return f(x)
def ask(): return int(input("? "))
def each(f, xs):
    for x in xs: f(x)
def caught(f):
    try: return f(1)
    except ValueError as error: return str(error)
def appended(f): a = []; f(a); return a
def same(f): return f
def keyed(f): return f(1, y=2)
def uses_add(x): return 10 * add(x)
def start(): return START
def word(w): return WORDS[w]
def save(path):
    with open(path, "w") as f: f.write("x")
def name_of(path): return os.path.basename(str(path))
def joined(path): return str(path / "a")
def typed(x: int) -> float: return float(x)
def make_adder(n):
    def adder(x): return x + n
    return adder
@functools.lru_cache
def cached(n): return n * n
@contextlib.contextmanager
def opened():
    yield 5

class Own(Exception):
    pass
class Narrow(Own, ValueError):
    pass
def fail_narrow(): raise Narrow("narrow")

class Vec:
    """A vector."""
    dim = 2
    def __init__(self, x, y): self.x, self.y = x, y
    def __add__(self, o): return Vec(self.x + o.x, self.y + o.y)
    def __sub__(self, o): return Vec(self.x - o.x, self.y - o.y)
    def __mul__(self, k): return Vec(self.x * k, self.y * k)
    __rmul__ = __mul__
    def __matmul__(self, o): return self.x * o.x + self.y * o.y
    def __neg__(self): return Vec(-self.x, -self.y)
    def __abs__(self): return (self.x ** 2 + self.y ** 2) ** 0.5
    def __eq__(self, o): return isinstance(o, Vec) and (self.x, self.y) == (o.x, o.y)
    def __hash__(self): return hash((self.x, self.y))
    def __lt__(self, o): return abs(self) < abs(o)
    def __len__(self): return 2
    def __getitem__(self, i): return (self.x, self.y)[i]
    def __setitem__(self, i, v): setattr(self, "xy"[i], v)
    def __iter__(self): return iter((self.x, self.y))
    def __contains__(self, v): return v in (self.x, self.y)
    def __repr__(self): return f"Vec({self.x}, {self.y})"
    def __str__(self): return f"<{self.x}, {self.y}>"
    def __format__(self, form): return f"{self.x:{form}}"
    def __call__(self, k): return self.x * k
    def __float__(self): return float(self.x)
    def __int__(self): return int(self.x)
    def __index__(self): return int(self.x)
    def __round__(self, n=0): return round(self.x, n)
    def __reversed__(self): return iter((self.y, self.x))
    @property
    def norm(self): return abs(self)
    @classmethod
    def zero(cls): return cls(0, 0)
    @staticmethod
    def unit(): return Vec(1, 0)
    def scale(self, k): self.x *= k; self.y *= k; return self

class Base:
    def who(self): return "base"
class Derived(Base):
    def who(self): return "derived of " + super().who()
class Items:
    def __getitem__(self, i):
        if i > 2: raise IndexError(i)
        return i * 10
class Loop:
    def __iter__(self): return iter([1, 2])
class Count:
    def __init__(self): self.n = 0
    def __iter__(self): return self
    def __next__(self):
        self.n += 1
        if self.n > 3: raise StopIteration
        return self.n
class Door:
    def __enter__(self): self.is_open = True; return self
    def __exit__(self, *why): self.is_open = False
@dataclasses.dataclass
class Point:
    x: int
    y: int = 0
'''

IDIOMS: list[tuple[str, str]] = [
    ("list of a generator", "self.assertEqual(list(s.gen(3)), [0, 1, 2])"),
    ("tuple of a generator", "self.assertEqual(tuple(s.gen(3)), (0, 1, 2))"),
    ("sorted of a generator", "self.assertEqual(sorted(s.gen(3), reverse=True), [2, 1, 0])"),
    ("sum of a generator", "self.assertEqual(sum(s.gen(4)), 6)"),
    ("set of a generator", "self.assertEqual(set(s.gen(3)), {0, 1, 2})"),
    ("enumerate a generator", "self.assertEqual(list(enumerate(s.gen(2))), [(0, 0), (1, 1)])"),
    ("zip generators", "self.assertEqual(list(zip(s.gen(2), s.gen(2))), [(0, 0), (1, 1)])"),
    ("next of a generator", "g = s.gen(2); self.assertEqual((next(g), next(g)), (0, 1)); self.assertRaises(StopIteration, next, g)"),
    ("next with a default", "self.assertEqual(next(s.gen(0), 'none'), 'none')"),
    ("a generator is used up", "g = s.gen(2); list(g); self.assertEqual(list(g), [])"),
    ("unpack a generator", "a, *b = s.gen(3); self.assertEqual((a, b), (0, [1, 2]))"),
    ("a star call of a generator", "self.assertEqual(max(*s.gen(3)), 2)"),
    ("a generator that fails late", "g = s.fails_late(); next(g)\nwith self.assertRaises(ValueError): next(g)"),
    ("a generator is a GeneratorType", "import types; self.assertIsInstance(s.gen(1), types.GeneratorType)"),
    ("a generator is an Iterator", "from collections.abc import Iterator; self.assertIsInstance(s.gen(1), Iterator)"),
    ("inspect.isgenerator", "import inspect; self.assertTrue(inspect.isgenerator(s.gen(1)))"),
    ("iter of iter", "i = iter(s.gen(2)); self.assertEqual(list(iter(i)), [0, 1])"),
    ("a generator has no len", "self.assertRaises(TypeError, len, s.gen(2))"),
    ("filter", "self.assertEqual(list(s.evens(5)), [0, 2, 4])"),
    ("zip", "self.assertEqual(list(s.pairs([1, 2], 'ab')), [(1, 'a'), (2, 'b')])"),
    ("dict of zip", "self.assertEqual(dict(s.pairs('ab', [1, 2])), {'a': 1, 'b': 2})"),
    ("map", "self.assertEqual(list(s.doubled([1, 2])), [2, 4])"),
    ("join of map", "self.assertEqual(','.join(map(str, s.doubled([1]))), '2')"),
    ("range", "self.assertEqual(list(s.span(3)), [0, 1, 2]); self.assertEqual(s.span(3), range(3)); self.assertIn(2, s.span(3))"),
    ("a set", "self.assertEqual(s.unique([1, 2, 1]), {1, 2})"),
    ("a set and its type", "self.assertIsInstance(s.unique([1]), set); self.assertIs(type(s.unique([1])), set)"),
    ("assertSetEqual", "self.assertSetEqual(s.unique([2]), {2})"),
    ("operators of sets", "self.assertEqual(s.unique([1, 2]) & {2, 3}, {2}); self.assertTrue(s.unique([1]) <= {1, 2})"),
    ("a frozenset", "self.assertEqual({s.frozen([1]): 2}[frozenset([1])], 2)"),
    ("sets in a list", "self.assertEqual(s.sets([2]), [{2}, {1}])"),
    ("bytes", "self.assertEqual(s.raw(), b'abc'); self.assertIsInstance(s.raw(), bytes)"),
    ("a bytearray", "self.assertEqual(s.mutable(), bytearray(b'abc'))"),
    ("a namedtuple", "p = s.pair(1, 2); self.assertEqual((p.x, p.y), (1, 2)); self.assertEqual(p, (1, 2))"),
    ("fields of a namedtuple", "p = s.pair(1, 2); self.assertEqual(p._fields, ('x', 'y')); self.assertEqual(p._asdict(), {'x': 1, 'y': 2}); self.assertEqual(p._replace(x=5).x, 5)"),
    ("an array of texts", "import numpy as np; w = s.words(); self.assertIsInstance(w, np.ndarray); self.assertEqual(w.shape, (2,)); self.assertEqual(w.tolist(), ['a', 'bc'])"),
    ("an array", "import numpy as np; np.testing.assert_allclose(s.array(), [[0, 1, 2], [3, 4, 5]]); self.assertEqual(s.array().dtype, float)"),
    ("an array of booleans", "import numpy as np; self.assertTrue(np.array_equal(s.flags(), [True, False])); self.assertEqual(s.flags().dtype, bool)"),
    ("a deque", "from collections import deque; self.assertEqual(s.queue(), deque([1, 2]))"),
    ("a Counter", "self.assertEqual(s.counts('aab')['a'], 2); self.assertEqual(s.counts('aab')['z'], 0); self.assertEqual(s.counts('aab').most_common(1), [('a', 2)])"),
    ("an OrderedDict", "self.assertEqual(list(s.ordered()), ['a', 'b']); self.assertEqual(s.ordered(), {'a': 1, 'b': 2})"),
    ("a defaultdict", "self.assertEqual(dict(s.grouped()), {'a': [1]})"),
    ("nested data", "self.assertEqual(s.nested(), {'a': [1, (2, 3)], 'b': {'c': None}})"),
    ("None", "self.assertIsNone(s.nothing())"),
    ("a Fraction", "from fractions import Fraction; self.assertEqual(s.fraction(), Fraction(1, 3))"),
    ("a Decimal", "from decimal import Decimal; self.assertEqual(s.decimal(), Decimal('0.1'))"),
    ("a complex number", "self.assertEqual(s.complex_(), 1 + 2j)"),
    ("assertAlmostEqual", "self.assertAlmostEqual(s.add(0.1, 0.2), 0.3)"),
    ("arguments by name and default", "self.assertEqual((s.add(1), s.add(1, b=3), s.add(1, scale=2)), (3, 4, 6))"),
    ("star arguments", "self.assertEqual(s.total(1, 2, a=3), 6)"),
    ("too many arguments", "self.assertRaises(TypeError, s.add, 1, 2, 3, 4)"),
    ("a constant", "self.assertEqual(s.START, 3); self.assertEqual(s.WORDS['b'], 2)"),
    ("hasattr", "self.assertTrue(hasattr(s, 'add')); self.assertFalse(hasattr(s, 'absent'))"),
    ("getattr with a default", "self.assertIsNone(getattr(s, 'absent', None)); self.assertEqual(getattr(s, 'add')(1), 3)"),
    ("callable", "self.assertTrue(callable(s.add)); self.assertFalse(callable(s.START)); self.assertFalse(callable(s.Loop()))"),
    ("the docstring of a function", "self.assertEqual(s.gen.__doc__, 'Count up.')"),
    ("the docstring of a class", "self.assertEqual(s.Vec.__doc__, 'A vector.')"),
    ("inspect.getdoc", "import inspect; self.assertEqual(inspect.getdoc(s.gen), 'Count up.')"),
    ("the docstring of the module", "self.assertEqual(s.__doc__, 'The module of a student.')"),
    ("the name of a function", "self.assertEqual(s.add.__name__, 'add')"),
    ("the name of a class", "self.assertEqual(s.Vec.__name__, 'Vec'); self.assertEqual(type(s.Vec(1, 2)).__name__, 'Vec')"),
    ("inspect.signature", "import inspect; self.assertEqual(list(inspect.signature(s.add).parameters), ['a', 'b', 'scale'])"),
    ("defaults of a signature", "import inspect; p = inspect.signature(s.add).parameters; self.assertEqual(p['b'].default, 2); self.assertEqual(p['scale'].kind, inspect.Parameter.KEYWORD_ONLY); self.assertIs(p['a'].default, inspect.Parameter.empty)"),
    ("annotations", "self.assertEqual(s.typed.__annotations__['x'].__name__, 'int')"),
    ("__defaults__", "self.assertEqual(s.add.__defaults__, (2,))"),
    ("__code__.co_varnames", "self.assertIn('a', s.add.__code__.co_varnames)"),
    ("inspect.isfunction", "import inspect; self.assertTrue(inspect.isfunction(s.add)); self.assertFalse(inspect.isfunction(s.Vec))"),
    ("inspect.isclass", "import inspect; self.assertTrue(inspect.isclass(s.Vec))"),
    ("a closure", "self.assertEqual(s.make_adder(2)(3), 5)"),
    ("a cached function", "s.cached(2); s.cached(2); self.assertEqual(s.cached(3), 9); self.assertGreaterEqual(s.cached.cache_info().hits, 1)"),
    ("assertRaises", "with self.assertRaises(ValueError): s.fail()"),
    ("assertRaises as", "with self.assertRaises(ValueError) as e: s.fail()\nself.assertEqual(str(e.exception), 'no such gate')"),
    ("assertRaisesRegex", "with self.assertRaisesRegex(ValueError, 'no .* gate'): s.fail()"),
    ("arguments of an error", "with self.assertRaises(KeyError) as e: s.fail_key()\nself.assertEqual(e.exception.args, ('k',))"),
    ("an error of the student's own", "with self.assertRaises(s.Own): s.fail_own()"),
    ("a narrower error", "with self.assertRaises(ValueError): s.fail_narrow()\nwith self.assertRaises(s.Own): s.fail_narrow()"),
    ("issubclass of errors", "self.assertTrue(issubclass(s.Narrow, s.Own)); self.assertTrue(issubclass(s.Own, Exception))"),
    ("try and except", "try:\n    s.fail()\n    ok = False\nexcept ValueError:\n    ok = True\nself.assertTrue(ok)"),
    ("assertWarns", "with self.assertWarns(UserWarning): s.warn()"),
    ("catch_warnings", "import warnings\nwith warnings.catch_warnings(record=True) as w:\n    warnings.simplefilter('always'); s.warn()\nself.assertEqual(str(w[0].message), 'careful')"),
    ("redirect_stdout", "import io, contextlib; b = io.StringIO()\nwith contextlib.redirect_stdout(b): s.say(2)\nself.assertEqual(b.getvalue(), 'said 2\\n')"),
    ("a list changed in place", "a = []; s.append(a); self.assertEqual(a, [1])"),
    ("an array changed in place", "import numpy as np; a = np.zeros(2); s.fill(a); self.assertEqual(a.tolist(), [7, 7])"),
    ("a dict changed in place", "d = {}; s.put(d); self.assertEqual(d, {'k': 1})"),
    ("a set changed in place", "x = {1}; s.add_to(x); self.assertEqual(x, {1, 9})"),
    ("an iterator as argument", "self.assertEqual(s.first(iter([5, 6])), 5)"),
    ("a generator as argument", "self.assertEqual(s.listed(i * i for i in range(3)), [0, 1, 4])"),
    ("a set as argument", "self.assertEqual(s.size({1, 2}), 2)"),
    ("a generator handed back", "self.assertEqual(s.listed(s.gen(2)), [0, 1])"),
    ("bytes as argument", "self.assertEqual(s.size(b'abc'), 3)"),
    ("a Path as argument", "import pathlib; self.assertEqual(s.name_of(pathlib.Path('/a/b.txt')), 'b.txt'); self.assertEqual(s.joined(pathlib.Path('/x')), '/x/a')"),
    ("operators of objects", "v = s.Vec(1, 2) + s.Vec(3, 4); self.assertEqual((v.x, v.y), (4, 6)); self.assertEqual(s.Vec(1, 2) @ s.Vec(3, 4), 11)"),
    ("equal objects", "self.assertEqual(s.Vec(1, 2) + s.Vec(3, 4), s.Vec(4, 6)); self.assertNotEqual(s.Vec(1, 2), s.Vec(2, 1)); self.assertFalse(s.Vec(1, 2) == 3)"),
    ("a number from the left", "self.assertEqual(2 * s.Vec(1, 2), s.Vec(2, 4)); self.assertEqual(-s.Vec(1, 2), s.Vec(-1, -2))"),
    ("order of objects", "self.assertTrue(s.Vec(0, 1) < s.Vec(2, 2)); self.assertEqual(max([s.Vec(0, 1), s.Vec(2, 2)]), s.Vec(2, 2))"),
    ("abs, float, int, round", "v = s.Vec(3, 4); self.assertEqual((abs(v), float(v), int(v), round(v)), (5.0, 3.0, 3, 3))"),
    ("an object as index", "self.assertEqual([10, 20][s.Vec(1, 0)], 20)"),
    ("len, item and in", "v = s.Vec(3, 4); self.assertEqual((len(v), v[0], v[-1], 4 in v), (2, 3, 4, True))"),
    ("set an item", "v = s.Vec(3, 4); v[0] = 9; self.assertEqual(v.x, 9)"),
    ("unpack an object", "a, b = s.Vec(3, 4); self.assertEqual((a, b, list(s.Vec(1, 2))), (3, 4, [1, 2]))"),
    ("str, repr, format", "v = s.Vec(3, 4); self.assertEqual((str(v), repr(v), f'{v:.1f}'), ('<3, 4>', 'Vec(3, 4)', '3.0'))"),
    ("objects in a set", "self.assertEqual(len({s.Vec(1, 2), s.Vec(1, 2)}), 1)"),
    ("reversed", "self.assertEqual(list(reversed(s.Vec(1, 2))), [2, 1])"),
    ("a callable object", "self.assertEqual(s.Vec(3, 4)(2), 6)"),
    ("attributes, property, class attribute", "v = s.Vec(3, 4); v.x = 6; v.y = 8; self.assertEqual((v.norm, s.Vec.dim), (10.0, 2))"),
    ("class and static methods", "self.assertEqual(s.Vec.zero().x, 0); self.assertEqual(s.Vec.unit().x, 1)"),
    ("a method that returns itself", "v = s.Vec(1, 2); self.assertIs(v.scale(2), v)"),
    ("isinstance and issubclass", "self.assertIsInstance(s.Derived(), s.Base); self.assertTrue(issubclass(s.Derived, s.Base)); self.assertFalse(isinstance(s.Base(), s.Derived))"),
    ("super", "self.assertEqual(s.Derived().who(), 'derived of base')"),
    ("the class of an object", "self.assertEqual(s.Vec(1, 2).__class__.__name__, 'Vec')"),
    ("only __getitem__", "self.assertEqual(list(s.Items()), [0, 10, 20])"),
    ("only __iter__", "self.assertEqual(list(s.Loop()), [1, 2]); self.assertRaises(TypeError, len, s.Loop())"),
    ("an iterator class", "self.assertEqual(list(s.Count()), [1, 2, 3]); self.assertEqual(next(s.Count()), 1)"),
    ("not iterable", "self.assertRaises(TypeError, iter, s.Base()); from collections.abc import Iterable; self.assertNotIsInstance(s.Base(), Iterable)"),
    ("a with block", "with s.Door() as d: self.assertTrue(d.is_open)\nself.assertFalse(d.is_open)"),
    ("a contextmanager", "with s.opened() as x: self.assertEqual(x, 5)"),
    ("a dataclass", "p = s.Point(1); self.assertEqual((p.x, p.y, repr(p)), (1, 0, 'Point(x=1, y=0)')); self.assertEqual(p, s.Point(1, 0))"),
    ("vars of an object", "self.assertEqual(vars(s.Point(1)), {'x': 1, 'y': 0})"),
    ("an Enum", "self.assertEqual(s.Colour.RED.value, 1); self.assertEqual(s.Colour(2).name, 'BLUE'); self.assertEqual(s.Colour['RED'], s.Colour.RED)"),
    ("members of an Enum", "self.assertEqual([c.name for c in s.Colour], ['RED', 'BLUE'])"),
    ("subTest", "for n in (1, 2):\n    with self.subTest(n=n): self.assertEqual(len(list(s.gen(n))), n)"),
    ("a callback", "self.assertEqual(s.apply(lambda x: x + 1, 2), 3)"),
    ("input replaced", "from unittest.mock import patch\nwith patch('builtins.input', return_value='4'): self.assertEqual(s.ask(), 4)"),
    ("a function replaced", "from unittest.mock import patch\nwith patch.object(s, 'add', return_value=1): self.assertEqual(s.add(5), 1)"),
    ("a callback is called here", "seen = []; s.each(seen.append, [1, 2]); self.assertEqual(seen, [1, 2])"),
    ("a callback with arrays", "import numpy as np; self.assertEqual(s.apply(lambda a: a.sum(), np.ones((2, 3))), 6.0)"),
    ("a ufunc as a callback", "import numpy as np; self.assertEqual(s.apply(np.tanh, 0.0), 0.0)"),
    ("a callback that raises", "def bad(x): raise KeyError('mine')\nwith self.assertRaises(KeyError): s.apply(bad, 1)"),
    ("a callback that asserts", "s.apply(lambda x: self.assertEqual(x, 2), 2)"),
    ("a callback that the code catches", "def bad(x): raise ValueError('mine')\nself.assertEqual(s.caught(bad), 'mine')"),
    ("a callback that asks the submission", "self.assertEqual(s.apply(lambda x: s.add(x, 1), 2), 3)"),
    ("a function of the submission as a callback", "self.assertEqual(s.apply(s.typed, 2), 2.0)"),
    ("a callback that changes its argument", "self.assertEqual(s.appended(lambda a: a.append(7)), [7])"),
    ("a callback comes back", "f = lambda x: x; self.assertIs(s.same(f), f)"),
    ("a callback that gets an object", "self.assertEqual(s.apply(lambda v: v.x, s.Vec(3, 4)), 3)"),
    ("a callback by name", "self.assertEqual(s.keyed(lambda x, y: (x, y)), (1, 2))"),
    ("a mock as an argument", "from unittest.mock import Mock; m = Mock(return_value=5); self.assertEqual(s.apply(m, 2), 5); m.assert_called_once_with(2)"),
    ("answers one after the other", "from unittest.mock import patch\nwith patch('builtins.input', side_effect=['4', '5']) as m: self.assertEqual((s.ask(), s.ask()), (4, 5)); m.assert_called_with('? ')"),
    ("what is typed", "import io; from unittest.mock import patch\nwith patch('sys.stdin', io.StringIO('6\\n')): self.assertEqual(s.ask(), 6)"),
    ("input is itself again", "from unittest.mock import patch\nwith patch('builtins.input', return_value='4'): s.ask()\nwith patch('builtins.input', return_value='8'): self.assertEqual(s.ask(), 8)"),
    ("a replaced function is used inside", "from unittest.mock import patch\nwith patch.object(s, 'add', return_value=1) as m: self.assertEqual(s.uses_add(5), 10); m.assert_called_once_with(5)"),
    ("a replaced function comes back", "from unittest.mock import patch\nwith patch.object(s, 'add', return_value=1): pass\nself.assertEqual(s.uses_add(1), 30.0)"),
    ("a function wrapped", "from unittest.mock import patch\nold = s.add\nwith patch.object(s, 'add', wraps=old) as m: self.assertEqual(s.uses_add(1), 30.0)\nself.assertEqual(m.call_count, 1)"),
    ("a replaced number", "from unittest.mock import patch\nwith patch.object(s, 'START', 9): self.assertEqual(s.start(), 9)\nself.assertEqual(s.start(), 3)"),
    ("a replaced method", "from unittest.mock import patch\nwith patch.object(s.Base, 'who', return_value='me'): self.assertEqual(s.Base().who(), 'me')\nself.assertEqual(s.Base().who(), 'base')"),
    ("a patch by its path", "from unittest.mock import patch\nwith patch('submission.add', lambda a: 3): self.assertEqual(s.uses_add(1), 30)"),
    ("a patch as decorator", "from unittest.mock import patch\n@patch('submission.add')\ndef inner(m): m.return_value = 2; return s.uses_add(1)\nself.assertEqual(inner(), 20)"),
    ("a table changed in place", "s.WORDS['c'] = 3; self.assertEqual(s.word('c'), 3); del s.WORDS['c']; self.assertRaises(KeyError, s.word, 'c')"),
    ("a table patched", "from unittest.mock import patch\nwith patch.dict(s.WORDS, {'z': 26}): self.assertEqual(s.word('z'), 26)\nself.assertRaises(KeyError, s.word, 'z')"),
    ("a file written", "import os, tempfile; p = os.path.join(tempfile.mkdtemp(), 'f'); s.save(p); self.assertEqual(open(p).read(), 'x')"),
]  # fmt: skip
# what cannot be done to code in another process: told, and free
CANNOT = {"a file written"}


def written_out() -> str:
    """The idioms as a file of tests."""
    head = "import unittest\nimport submission as s\n\n\nclass Idioms(unittest.TestCase):\n"
    bodies = [
        f"    def test_{at:03}(self):\n" + "".join(f"        {line}\n" for line in body.split("\n"))
        for at, (_, body) in enumerate(IDIOMS)
    ]
    return head + "\n".join(bodies)
