"""Idioms of course tests for pytest, run plainly and against code in another process; `STUDENT` as in `idioms`."""

from __future__ import annotations

HEAD = """\
import numpy as np
import pytest
import submission as s
from numpy import testing as npt


@pytest.fixture
def three():
    return [1, 2, 3]


@pytest.fixture(params=[1, 2])
def size(request):
    return request.param


@pytest.fixture
def closing():
    seen = []
    yield seen
    assert seen


@pytest.fixture(scope="module")
def grid():
    return s.array()

"""
# (name, the test; its function is called test)
PYTEST_IDIOMS: list[tuple[str, str]] = [
    ("a bare assert", "def test(): assert s.add(1, 2) == 3"),
    ("a fixture", "def test(three): assert s.unique(three) == {1, 2, 3}"),
    ("a fixture with parameters", "def test(size): assert list(s.gen(size)) == list(range(size))"),
    ("a fixture that closes", "def test(closing): closing.append(s.add(1, 1))"),
    ("a fixture of the module", "def test(grid): assert grid.shape == (2, 3)"),
    ("parametrize", "@pytest.mark.parametrize('a, b', [(1, 2), (3, 4)])\ndef test(a, b): assert s.add(a, b) == a + b"),
    ("parametrize twice", "@pytest.mark.parametrize('a', [1, 2])\n@pytest.mark.parametrize('b', [3, 4])\ndef test(a, b): assert s.add(a, b) == a + b"),
    ("ids", "@pytest.mark.parametrize('a', [1, 2], ids=['one', 'two'])\ndef test(a): assert s.add(a, 0) == a"),
    ("pytest.param", "@pytest.mark.parametrize('a', [pytest.param(1, id='one')])\ndef test(a): assert s.add(a, 0) == a"),
    ("approx", "def test(): assert s.add(0.1, 0.2) == pytest.approx(0.3)"),
    ("approx of an array", "def test(): assert s.array() == pytest.approx(np.arange(6.0).reshape(2, 3))"),
    ("approx of a list", "def test(): assert list(s.gen(3)) == pytest.approx([0, 1, 2])"),
    ("approx of a dict", "def test(): assert {'a': s.add(1, 2)} == pytest.approx({'a': 3.0})"),
    ("approx with room", "def test(): assert s.add(1, 2) == pytest.approx(3.05, abs=0.1)"),
    ("raises", "def test():\n    with pytest.raises(ValueError): list(s.fails_late())"),
    ("raises with match", "def test():\n    with pytest.raises(ValueError, match='la.e'): list(s.fails_late())"),
    ("what was raised", "def test():\n    with pytest.raises(ValueError) as caught: list(s.fails_late())\n    assert str(caught.value) == 'late' and caught.type is ValueError"),
    ("one of several", "def test():\n    with pytest.raises((KeyError, ValueError)): list(s.fails_late())"),
    ("raises with a call", "def test(): pytest.raises(TypeError, s.add)"),
    ("skip", "@pytest.mark.skipif(False, reason='no')\ndef test(): assert s.nothing() is None"),
    ("xfail that fails", "@pytest.mark.xfail(strict=True)\ndef test(): assert s.add(1, 1) == 3"),
    ("warns", "def test():\n    with pytest.warns(UserWarning): s.warn()"),
    ("capsys", "def test(capsys):\n    s.say('x')\n    assert capsys.readouterr().out == 'said x\\n'"),
    ("tmp_path", "def test(tmp_path):\n    (tmp_path / 'f').write_text('3')\n    assert s.add(int((tmp_path / 'f').read_text()), 1) == 4"),
    ("assert_allclose", "def test(): npt.assert_allclose(s.array(), np.arange(6).reshape(2, 3), rtol=1e-7)"),
    ("assert_array_equal", "def test(): npt.assert_array_equal(s.flags(), [True, False])"),
    ("assert_almost_equal", "def test(): npt.assert_almost_equal(s.add(0.1, 0.2), 0.3)"),
    ("assert_array_almost_equal", "def test(): npt.assert_array_almost_equal(s.array()[0], [0, 1, 2], decimal=6)"),
    ("assert_raises of NumPy", "def test(): npt.assert_raises(TypeError, s.add)"),
    ("isclose", "def test(): assert np.isclose(s.add(0.1, 0.2), 0.3)"),
    ("allclose", "def test(): assert np.allclose(s.array(), np.arange(6.0).reshape(2, 3))"),
    ("shape and dtype", "def test(): assert s.array().shape == (2, 3) and s.array().dtype == np.float64"),
    ("isinstance of an array", "def test(): assert isinstance(s.array(), np.ndarray)"),
    ("a class of tests", "class Test:\n    def test(self): assert s.add(1, 2) == 3"),
    ("setup_method", "class Test:\n    def setup_method(self): self.v = s.Vec(3, 4)\n    def test(self): assert self.v.norm == 5.0"),
    ("setup_class", "class Test:\n    @classmethod\n    def setup_class(cls): cls.v = s.Vec(3, 4)\n    def test(self): assert (self.v.x, self.v.y) == (3, 4)"),
    ("an autouse fixture of a class", "class Test:\n    @pytest.fixture(autouse=True)\n    def made(self): self.v = s.Vec(1, 2)\n    def test(self): assert self.v.x == 1"),
    ("usefixtures", "@pytest.mark.usefixtures('three')\ndef test(): assert s.add(1, 1) == 2"),
    ("request", "def test(request): assert request.node.name.startswith('test') and s.add(1, 1) == 2"),
    ("hasattr and callable", "def test(): assert hasattr(s, 'add') and callable(s.add) and not hasattr(s, 'nope')"),
    ("a signature", "import inspect\ndef test(): assert list(inspect.signature(s.add).parameters) == ['a', 'b', 'scale']"),
    ("a docstring", "def test(): assert s.gen.__doc__ == 'Count up.'"),
    ("a finite difference", "def test():\n    e = 1e-6\n    assert (s.add(1 + e, 0) - s.add(1 - e, 0)) / (2 * e) == pytest.approx(1, rel=1e-4)"),
    ("a random seed", "def test():\n    x = np.random.default_rng(0).normal(size=3)\n    npt.assert_allclose(s.add(x, 1.0), x + 1)"),
    ("in place", "def test():\n    x = np.zeros(2)\n    s.add(x, 1)\n    assert not x.any()"),
    ("membership", "def test(): assert 'a' in s.WORDS and s.WORDS['b'] == 2"),
    ("a named tuple", "def test():\n    p = s.pair(1, 2)\n    assert p.x == 1 and p == (1, 2) and p._fields == ('x', 'y')"),
    ("any and all", "def test(): assert all(i >= 0 for i in s.gen(3)) and any(s.flags())"),
    ("an f-string in the message", "def test():\n    got = s.add(1, 2)\n    assert got == 3, f'got {got}'"),
    ("monkeypatch of a name", "def test(monkeypatch):\n    monkeypatch.setattr(s, 'add', lambda a, b: 0)\n    assert s.add(1, 2) == 0"),
    ("a callback", "def test(): assert s.apply(lambda x: x + 1, 2) == 3"),
]  # fmt: skip
# what cannot be done to code in another process: told, and free
PYTEST_CANNOT: set[str] = set()


def pytest_written_out() -> str:
    """The idioms as a file of tests."""
    bodies = []
    for at, (_, text) in enumerate(PYTEST_IDIOMS):
        if "class Test" in text:
            bodies.append(text.replace("class Test:", f"class Test{at:03}:"))
        else:
            bodies.append(text.replace("def test(", f"def test_{at:03}("))
    return HEAD + "\n\n".join(bodies) + "\n"
