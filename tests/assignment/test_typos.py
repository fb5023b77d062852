"""A TA makes a typo in every line of an exam: each is told with its line and what to write."""

from pathlib import Path

import pytest

from grader.assignment.faults import AssignmentFaults
from grader.cli.main import main
from grader.grading.grade import check
from grader.linting.lint import lint
from grader.outcome.errors import InputError
from grader.render.linted import text

SHEET = Path(__file__).parents[1] / "assignments" / "exam-to-break" / "assignment.yaml"
ANSWERS = "a_parameters: 45\nc_h2: 0\nc_h3: 3\nd_dW: 1\n"

# line, what must be said of it, what the sheet has, what was typed instead
TYPOS = [
    (1, 'the key "titel" is not known; did you mean "title"?', "title: A ReLU", "titel: A ReLU"),
    (2, 'points is 10, but the answers sum up to 9; write "points: 9", or mend the points of the answers', "points: 9", "points: 10"),
    (2, 'points must be a number of points (got "nine"); write 1, 0.5 or 1/2', "points: 9", "points: nine"),
    (3, 'rounding must be a number of decimals, or exact (got "two"); write 2', "rounding: 2", "rounding: two"),
    (3, "rounding must be 0 or more (got -1); write 2", "rounding: 2", "rounding: -1"),
    (3, 'the key "roundng" is not known; did you mean "rounding"?', "rounding: 2", "roundng: 2"),
    (4, 'follow_through must be none, full or a fraction from 0 to 1 (got "nope"); write 1/2', "follow_through: none", "follow_through: nope"),
    (7, 'the key "system" is not known; did you mean "systems"?', "systems:", "system:"),
    (8, 'there is no cell "tanh-rn"; did you mean "tanh-rnn"?', "  rnn: {cell: tanh-rnn, sizes: {d: 3, n: 5}}", "  rnn: {cell: tanh-rn, sizes: {d: 3, n: 5}}"),
    (8, 'tanh-rnn: no size is given for n; write "sizes: {n: ..., d: ...}"', "  rnn: {cell: tanh-rnn, sizes: {d: 3, n: 5}}", "  rnn: {cell: tanh-rnn, sizes: {d: 3}}"),
    (8, 'tanh-rnn: no size is given for n; write "sizes: {n: ..., d: ...}"', "  rnn: {cell: tanh-rnn, sizes: {d: 3, n: 5}}", "  rnn: {cell: tanh-rnn, sizes: {d: 3, k: 5}}"),
    (8, 'n must be a whole number (got "five"); write 1 or more', "  rnn: {cell: tanh-rnn, sizes: {d: 3, n: 5}}", "  rnn: {cell: tanh-rnn, sizes: {d: 3, n: five}}"),
    (9, 'relu-rnn: x needs 2 values, one a step (got 3); write "steps: 3", or give it 2 values', "steps: 3, given: {V: -3", "steps: 2, given: {V: -3"),
    (9, 'steps must be a whole number (got "three"); write 1 or more', "steps: 3, given: {V: -3", "steps: three, given: {V: -3"),
    (9, 'relu-rnn: no number is given for W; add "W: ..." under given', "V: -3, W: 3, h0: 0", "V: -3, h0: 0"),
    (9, "V must be rows of one length, none of them empty (got [[-3, 1], [2]]); write [[1, 2], [3, 4]]", "V: -3, W: 3, h0: 0", "V: [[-3, 1],[2]], W: 3, h0: 0"),
    (9, "relu-rnn: V has shape n, n in the cell (got 2, 2)", "V: -3, W: 3, h0: 0", "V: [[-3, 1],[2, 2]], W: 3, h0: 0"),
    (9, "x must be a finite number or nested lists of them (got [a mapping, 3, 1]); a draw stands in place of the whole: ", "x: [2, 3, 1]}}", "x: [{choose: [1, 2]}, 3, 1]}}"),
    (9, 'V must be a finite number or nested lists of them (got "abc"); write 3, 0.5, 3/2 or [1, 2]', "V: -3, W: 3, h0: 0", "V: abc, W: 3, h0: 0"),
    (9, 'relu-rnn has no symbol Q; did you mean "V"?', "V: -3, W: 3, h0: 0", "Q: -3, W: 3, h0: 0"),
    (9, '"V" stands twice here, first in line 9; keep one of the two', "V: -3, W: 3, h0: 0", "V: -3, V: 2, W: 3, h0: 0"),
    (9, "^", "x: [2, 3, 1]}}", "x: [2, 3, 1}}"),
    (9, "^", "x: [2, 3, 1]}}", "x: [2, , 1]}}"),
    (14, 'slope_at_zero must be a slope from 0 to 1 (got "zero"); write 0 or 1', "slope_at_zero: 0", "slope_at_zero: zero"),
    (14, 'the key "slope_at_0" is not known; did you mean "slope_at_zero"?', "slope_at_zero: 0", "slope_at_0: 0"),
    (17, 'no colon after "a"', "  - id: a\n", "  - a\n"),
    (39, 'question 2 has the id "b" already; give this one another id', "  - id: c\n", "  - id: b\n"),
    (40, "^", "    title: Forward", "   title: Forward"),
    (23, '(got "counts"); did you mean "count"?', "a_parameters: {kind: count, system: rnn}", "a_parameters: {kind: counts, system: rnn}"),
    (23, 'there is no system "rnnn"; did you mean "rnn"?', "a_parameters: {kind: count, system: rnn}", "a_parameters: {kind: count, system: rnnn}"),
    (23, 'value is missing; add "value: ..." (a whole number or an expression)', "a_parameters: {kind: count, system: rnn}", "a_parameters: {kind: count}"),
    (23, 'question "a", answer "a parameters": "a parameters" is no name that a Python file can give a value to; write a_parameters', "a_parameters: {kind: count, system: rnn}", "a parameters: {kind: count, system: rnn}"),
    (30, 'points must be a number of points (got "half"); write 1, 0.5 or 1/2', "    defaults: {points: 0.5}", "    defaults: {points: half}"),
    (30, 'the key "default" is not known; did you mean "defaults"?', "    defaults: {points: 0.5}", "    default: {points: 0.5}"),
    (32, 'value must be true or false (got "fals"); write false', "b_claim: false", "b_claim: {kind: boolean, value: fals}"),
    (34, '(got "txt"); did you mean "text"?', "        kind: text\n        rubric: >\n          Half", "        kind: txt\n        rubric: >\n          Half"),
    (45, 'there is no system "foward"; did you mean "forward"?', "    system: forward", "    system: foward"),
    (46, 'result_only must be true or false (got "yes"); write true', "    result_only: true\n    answers:\n      c_h2", "    result_only: yes\n    answers:\n      c_h2"),
    (48, '"h[9]" of system "forward": there is no h[9]: h has the steps 0 to 3', 'c_h2: "h[2]"', 'c_h2: "h[9]"'),
    (48, '^ this "[" is never closed', 'c_h2: "h[2]"', 'c_h2: "h[2"'),
    (48, '"hh[2]" of system "forward": there is no hh[2]; did you mean h[2], z[2] or x[2]?', 'c_h2: "h[2]"', 'c_h2: "hh[2]"'),
    (48, '^ this "[" is never closed', 'c_h2: "h[2]"', "c_h2: h[2"),
    (48, "^", 'c_h2: "h[2]"', "c_h2: {value: h[2]}"),
    (48, '^ a power is written "**", not "^"', 'c_h2: "h[2]"', 'c_h2: "h^2"'),
    (48, '^ expected a name, a number or "("', 'c_h2: "h[2]"', 'c_h2: "h[2] + "'),
    (48, '^ there is no function "cosh"', 'c_h2: "h[2]"', 'c_h2: "cosh(h[2])"'),
    (48, "a number must come from the equations; write an expression over a system; if these very numbers are meant, write \"0.37\"", 'c_h2: "h[2]"', "c_h2: 0.37"),
    (48, "if these very numbers are meant, write \"concat(0.5, 2)\"", 'c_h2: "h[2]"', "c_h2: {value: [0.5, 2]}"),
    (49, '"c_h3" stands twice here, first in line 48; keep one of the two', 'c_h2: "h[2]"', 'c_h3: "h[2]"'),
    (48, 'question "b" has an answer of this name already; put the question in front, such as c_b_claim', 'c_h2: "h[2]"', 'b_claim: "h[2]"'),
    (48, 'the key "point" is not known; did you mean "points"?', 'c_h2: "h[2]"', 'c_h2: {value: "h[2]", point: 1}'),
    (48, "points must be 0 or more (got -1); write 1, 0.5 or 1/2", 'c_h2: "h[2]"', 'c_h2: {value: "h[2]", points: -1}'),
    (48, 'a relative tolerance alone accepts nothing but the key around 0 (the key is 0.0); add "absolute: 0.001"', 'c_h2: "h[2]"', 'c_h2: {value: "h[2]", tolerance: {relative: 0.1}}'),
    (48, 'the kind is vector, but the value is a number; write "kind: number", or leave it out', 'c_h2: "h[2]"', 'c_h2: {value: "h[2]", kind: vector}'),
    (60, '"grad(h[3], U)" of system "backward": there is no U; the system has V, W, h[0]', "value: grad(h[3], V)", "value: grad(h[3], U)"),
    (60, "^ grad takes 2 arguments (got 1)", "value: grad(h[3], V)", "value: grad(h[3])"),
    (60, '"grad(h[4], V)" of system "backward": there is no h[4]: h has the steps 0 to 3', "value: grad(h[3], V)", "value: grad(h[4], V)"),
    (60, '^ there is no function "gradient"; did you mean "grad"?', "value: grad(h[3], V)", "value: gradient(h[3], V)"),
    (62, 'the key "valu" is not known; did you mean "value"?', "{value: 2/3, why:", "{valu: 2/3, why:"),
    (60, '"2/0" is not finite: inf', "{value: 2/3, why:", "{value: 2/0, why:"),
    (64, 'explanation must be staff (got "staf"); write "explanation: staff", or leave it out', "explanation: staff", "explanation: staf"),
    (64, 'the key "explanations" is not known; did you mean "explanation"?', "explanation: staff", "explanations: staff"),
    (74, "g3 has no value; write {g1: output, g2: forget}", "value: {g1: output, g2: forget, g3: update}", "value: {g1: output, g2: forget, g3: }"),
    (74, 'the key "valeu" is not known; did you mean "value"?', "value: {g1: output, g2: forget, g3: update}", "valeu: {g1: output, g2: forget, g3: update}"),
    (75, '"input" stands for "updat", which is no option; did you mean "update"?', "synonyms: {input: update,", "synonyms: {input: updat,"),
    (75, 'the key "synonymes" is not known; did you mean "synonyms"?', "synonyms: {input: update,", "synonymes: {input: update,"),
    (72, 'the key "answer" is not known; did you mean "answers"?', "    answers:\n      e_gates", "    answer:\n      e_gates"),
    (53, 'the key "promt" is not known; did you mean "prompt"?', "prompt: >\n      Now V", "promt: >\n      Now V"),
    (16, 'the key "question" is not known; did you mean "questions"?', "questions:\n", "question:\n"),
    (66, 'question 5: the key "ident" is not known; known here: id, title, prompt', "  - id: e\n", "  - ident: e\n"),
    (5, "^", "source: Exam", "\tsource: Exam"),
    (9, 'the key "cel" is not known; did you mean "cell"?', "  forward: {cell: relu-rnn,", "  forward: {cel: relu-rnn,"),
    (9, "relu-rnn has no symbol b_q to leave out; did you mean \"b_y\"?", "  forward: {cell: relu-rnn,", "  forward: {cell: relu-rnn, without: [b_q],"),
    (9, "relu-rnn has no symbol Q that could be renamed; `grader cells relu-rnn` shows what it needs", "  forward: {cell: relu-rnn,", "  forward: {cell: relu-rnn, rename: {Q: q},"),
]  # fmt: skip


@pytest.fixture(autouse=True)
def _here(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("GRADER_CACHE", "")


@pytest.fixture
def typed(tmp_path):
    """The exam with some of its words replaced, as a folder `sheet` beside the answers."""

    def write(*replaced):
        written = SHEET.read_text(encoding="utf-8")
        for right, wrong in replaced:
            assert right in written
            written = written.replace(right, wrong, 1)
        file = tmp_path / "sheet" / "assignment.yaml"
        file.parent.mkdir(exist_ok=True)
        file.write_text(written, encoding="utf-8")
        (tmp_path / "answers.yaml").write_text(ANSWERS, encoding="utf-8")
        return "./sheet"  # a path: no id is looked up beside the submission

    return write


def test_the_exam_itself_has_no_faults(typed):
    assert not lint([typed()]).faulty
    assert check("answers.yaml", assignment="./sheet").score == 4


@pytest.mark.parametrize(("line", "said", "right", "wrong"), TYPOS)
def test_a_typo_is_told_with_its_line_and_a_remedy(line, said, right, wrong, typed):
    report = lint([typed((right, wrong))])
    assert report.faulty
    assert f"sheet/assignment.yaml:{line}: " in text(report)
    assert said in text(report)


# A number may be judged by a bad tolerance all the same; whoever writes it is told by lint.
ONLY_LINT = ("tolerance: {relative: 0.1}", "kind: vector")


@pytest.mark.parametrize(
    ("right", "wrong"), [row[2:] for row in TYPOS if not any(w in row[3] for w in ONLY_LINT)]
)
def test_a_check_refuses_a_faulty_sheet_in_the_words_of_lint(right, wrong, typed):
    said = text(lint([typed((right, wrong))]))
    with pytest.raises(InputError) as refused:
        check("answers.yaml", assignment="./sheet")
    assert refused.value.exit_code == 2
    assert refused.value.sentence == said


def test_all_misspelt_keys_are_told_in_one_go(typed):
    report = lint([typed(
        ("rounding: 2", "roundng: 2"), ("defaults: {points: 0.5}", "default: {points: 0.5}"),
        ("slope_at_zero: 0", "slope_at_0: 0"), ("explanation: staff", "explanation: staf"),
        ("a_parameters: {kind: count", "a_parameters: {kind: counts"),
    )])  # fmt: skip
    lines = [fault.line for fault in report.linted[0].faults]
    assert lines == sorted(lines)
    assert {3, 14, 23, 30, 64} <= set(lines)


def test_everything_that_has_no_value_is_told_in_one_go(typed):
    report = lint([typed(
        ("sizes: {d: 3, n: 5}", "sizes: {d: 3}"), ("V: -2, W: 1,", "W: 1,"),
        ('c_h2: "h[2]"', 'c_h2: "h[9]"'), ('c_h3: "h[3]"', 'c_h3: "hh[3]"'),
    )])  # fmt: skip
    faults = report.linted[0].faults
    assert [fault.line for fault in faults] == [8, 13, 48, 49]
    assert [fault.key for fault in faults] == [
        "systems.rnn.sizes", "systems.backward.given", "questions.c.answers.c_h2", "questions.c.answers.c_h3",
    ]  # fmt: skip


def test_a_system_with_a_fault_is_told_once_and_not_for_every_answer(typed):
    report = lint([typed(("V: -2, W: 1,", "W: 1,"))])
    assert text(report) == (
        'sheet/assignment.yaml:13: system "backward": relu-rnn: no number is given for V; '
        'add "V: ..." under given'
    )


@pytest.mark.parametrize("command", ["solve", "template", "check answers.yaml --assignment"])
def test_every_command_refuses_it_with_exit_2_and_the_same_words(command, typed, capsys):
    sheet = typed(('c_h2: "h[2]"', 'c_h2: "h[9]"'))
    assert main([*command.split(), sheet]) == 2
    said = capsys.readouterr()
    assert said.out == ""
    assert said.err == (
        'sheet/assignment.yaml:48: question "c", answer "c_h2": "h[9]" of system "forward": '
        "there is no h[9]: h has the steps 0 to 3\n"
    )


def test_lint_ends_with_2_for_faults_and_0_without(typed, capsys):
    assert main(["lint", typed()]) == 0
    assert main(["lint", typed(("points: 9", "points: 8"))]) == 2
    assert "Traceback" not in capsys.readouterr().err


def test_faults_know_their_lines_also_as_data(typed):
    typed(("points: 9", "points: 8"))
    with pytest.raises(AssignmentFaults) as refused:
        check("answers.yaml", assignment="./sheet")
    (fault,) = refused.value.faults
    assert (fault.line, fault.key) == (2, "points")
