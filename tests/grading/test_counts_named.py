"""The reason of a wrong count: named where one convention gives it, asked where several do."""

import pytest

import grader

SHEET = """title: Counts
points: 1
systems:
  b: {{cell: {cell}, sizes: {{d: {d}, n: {n}}}}}
questions:
  - {{id: q, prompt: How many?, system: b, answers: {{q_n: parameters(b)}}}}
"""


@pytest.mark.parametrize(
    ("note", "said", "cell", "d", "n", "typed"),
    [
        # 2 (nd + nn + n) = 64: without nn it is 32, and so is one direction of 12 + 16 + 4
        ("count.differs", "recurrent weights left out or the parameters of one direction", "bidirectional", 3, 4, 32),
        ("count.one-direction", "the parameters of one direction only", "bidirectional", 3, 5, 45),
        ("count.without-bias", "the biases left out", "gru", 4, 3, 63),
        ("count.twice", "everything counted twice, as for two directions", "lstm", 3, 5, 360),
    ],
)  # fmt: skip
def test_a_count_that_two_mistakes_give_is_asked_about(tmp_path, note, said, cell, d, n, typed):
    (tmp_path / "counts.yaml").write_text(SHEET.format(cell=cell, d=d, n=n))
    (tmp_path / "a.yaml").write_text(f"q_n: {typed}\n")
    report = grader.check(str(tmp_path / "a.yaml"), assignment=str(tmp_path / "counts.yaml"))
    (entry,) = report.entries
    assert note == entry.note
    assert said in entry.message


@pytest.mark.parametrize(
    ("note", "steps", "typed", "why"),
    [
        ("count.times-steps", 4, 180, "4 times 15 + 25 + 5"),
        ("count.differs", 4, 135, "three times, at four steps"),
        ("count.twice", 2, 90, "at two steps both are the same number"),
    ],
)
def test_a_count_that_was_made_anew_at_every_step_is_named(tmp_path, note, steps, typed, why):
    text = SHEET.format(cell=f"tanh-rnn, steps: {steps}", d=3, n=5)
    (tmp_path / "counts.yaml").write_text(text)
    (tmp_path / "a.yaml").write_text(f"q_n: {typed}\n")
    report = grader.check(str(tmp_path / "a.yaml"), assignment=str(tmp_path / "counts.yaml"))
    assert note == report.entries[0].note, why


def test_another_count_is_right_where_the_file_says_so_and_no_other(tmp_path):
    text = SHEET.format(cell="gru", d=4, n=3)
    other = "{value: parameters(b), kind: count, alternatives: [{value: 81, why: two biases}]}"
    (tmp_path / "counts.yaml").write_text(text.replace("parameters(b)}", f"{other}}}"))
    for typed, score in ((72, 1), (81, 1), (80, 0)):
        (tmp_path / "a.yaml").write_text(f"q_n: {typed}\n")
        report = grader.check(str(tmp_path / "a.yaml"), assignment=str(tmp_path / "counts.yaml"))
        assert score == report.score, typed


def test_a_system_may_have_the_name_of_a_size(tmp_path):
    text = (
        SHEET.format(cell="gru", d=3, n=5).replace("  b:", "  n:").replace("system: b", "system: n")
    )
    (tmp_path / "counts.yaml").write_text(text.replace("parameters(b)", "parameters(n)"))
    (tmp_path / "a.yaml").write_text("q_n: 135\n")
    report = grader.check(str(tmp_path / "a.yaml"), assignment=str(tmp_path / "counts.yaml"))
    assert "count.match" == report.entries[0].note


def test_the_entry_that_differs_is_counted_from_one(tmp_path):
    (tmp_path / "sheet.yaml").write_text("""title: T
points: 1
rounding: 2
systems:
  s: {cell: tanh-rnn, steps: 1, given: {W_x: [[1], [2]], W_h: [[0, 0], [0, 0]], b_h: [0, 0], h0: [0, 0], x: [[1]]}}
questions:
  - {id: q, prompt: Run it., system: s, answers: {q_h: "h[1]"}}
""")
    (tmp_path / "a.yaml").write_text("q_h: [0.76, 0.2]\n")
    report = grader.check(str(tmp_path / "a.yaml"), assignment=str(tmp_path / "sheet.yaml"))
    assert report.entries[0].message.casefold().startswith("entry 2: you wrote 0.2")


TWO = """title: Two layers
points: 4
systems:
  one: {cell: tanh-rnn, sizes: {d: 3, n: 4}}
  two: {cell: tanh-rnn, sizes: {d: 4, n: 5}}
questions:
  - id: q
    prompt: How many?
    system: one
    follow_through: FOLLOW
    answers:
      n_one: {value: parameters(one), kind: count}
      n_two: {value: parameters(two), kind: count}
      n_all: {value: parameters(one) + parameters(two), kind: count}
      n_twice: {value: 2*(parameters(one) + parameters(two)), kind: count}
"""


@pytest.mark.parametrize(
    ("typed", "score", "follow", "why"),
    [
        # 4*3 + 4*4 + 4 = 32 and 5*4 + 5*5 + 5 = 50
        ((32, 50, 82, 164), 4, "full", "all right"),
        ((28, 50, 78, 156), 3, "full", "a bias forgotten, and both sums of the own count"),
        ((28, 50, 82, 164), 3, "full", "and the sums from elsewhere are right all the same"),
        ((28, 50, 79, 158), 2, "full", "added wrongly, and doubled rightly"),
        ((28, 50, 78, 156), 1, "none", "nothing follows where the file says so"),
        ((0, 50, 50, 100), 2, "full", "nothing was left to add; that was doubled rightly"),
    ],
)
def test_a_sum_of_counts_follows_from_the_own_counts(tmp_path, typed, score, follow, why):
    (tmp_path / "two.yaml").write_text(TWO.replace("FOLLOW", follow))
    names = ("n_one", "n_two", "n_all", "n_twice")
    lines = [f"{name}: {count}\n" for name, count in zip(names, typed, strict=True)]
    (tmp_path / "a.yaml").write_text("".join(lines))
    report = grader.check(str(tmp_path / "a.yaml"), assignment=str(tmp_path / "two.yaml"))
    assert score == report.score, why


WORKING = (
    TWO.replace("FOLLOW", "full").replace("points: 4", "points: 5")
    + """
      w_all: {value: parameters(one) + parameters(two) + 100, kind: expression}
"""
)


@pytest.mark.parametrize(
    ("note", "typed", "why"),
    [
        ("expression.carried", "28 + 50 + 100", "the own count of 32, added up rightly"),
        ("expression.carried", "28 + 50 + 100 = 178", "with what it comes to"),
        ("expression.carried", "(4*3 + 4*4) + 50 + 100", "or how the own count came about"),
        ("expression.match", "32 + 50 + 100", "right from elsewhere"),
        ("expression.differs", "28 + 50 + 101", "another number"),
        ("expression.differs", "27 + 51 + 100", "the same sum from other numbers"),
        ("expression.differs", "2*89", "the result of the own counts in halves"),
    ],
)
def test_a_working_follows_from_the_own_counts_in_it(tmp_path, note, typed, why):
    (tmp_path / "two.yaml").write_text(WORKING)
    (tmp_path / "a.yaml").write_text(f"n_one: 28\nn_two: 50\nw_all: '{typed}'\n")
    report = grader.check(str(tmp_path / "a.yaml"), assignment=str(tmp_path / "two.yaml"))
    assert note == {entry.name: entry.note for entry in report.entries}["w_all"], why


def test_no_working_follows_where_the_file_says_so(tmp_path):
    (tmp_path / "two.yaml").write_text(WORKING.replace("full", "none"))
    (tmp_path / "a.yaml").write_text("n_one: 28\nn_two: 50\nw_all: 28 + 50 + 100\n")
    report = grader.check(str(tmp_path / "a.yaml"), assignment=str(tmp_path / "two.yaml"))
    assert "expression.differs" == {e.name: e.note for e in report.entries}["w_all"]


STEPS = """
title: Steps
points: 2
rounding: 2
cells:
  pure: |
    h: n
    u: scalar    # input
    W: n, n
    h = W @ h[t-1] + u[t]
systems:
  lin: {cell: pure, steps: 1, given: {W: [[1.2, 1], [0, 0.5]], u: [1], h0: [0, 0]}}
questions:
  - id: q
    prompt: After how many steps is the factor above 100, or below 1/100?
    system: lin
    follow_through: FOLLOW
    answers:
      rho: {value: spectral_radius(W)}
      steps: {kind: count, value: "ceil(log(100)/abs(log(spectral_radius(W))))"}
"""


@pytest.mark.parametrize(
    ("score", "verdict", "rho", "steps", "follow", "why"),
    [
        # ln 100 / |ln ρ| = 25.26 for 1.2, 6.64 for 0.5, 8.0 - a hair for 1.779
        (2, "right", 1.2, 26, "full", "as the key has it"),
        (1, "carried", 0.5, 7, "full", "7 steps halve below a hundredth"),
        (0, "wrong", 0.5, 7, "none", "nothing follows where the file says so"),
        (1, "right", 0.5, 26, "full", "from elsewhere, and right all the same"),
        (0, "wrong", 0.5, 8, "full", "8 follows from nothing"),
        (0, "wrong", 1, 8, "full", "a factor of 1 never gets there: no crash"),
    ],
)
def test_a_count_follows_from_the_own_number(tmp_path, score, verdict, rho, steps, follow, why):
    (tmp_path / "steps.yaml").write_text(STEPS.replace("FOLLOW", follow))
    (tmp_path / "a.yaml").write_text(f"rho: {rho}\nsteps: {steps}\n")
    report = grader.check(str(tmp_path / "a.yaml"), assignment=str(tmp_path / "steps.yaml"))
    entries = {entry.name: entry for part in report.sections for entry in part.entries}
    assert (score, verdict) == (report.score, entries["steps"].verdict), why


MEGABYTES = """
title: Memory
points: 4
rounding: 1
systems:
  one: {cell: gru, sizes: {d: 128, n: 256}}
questions:
  - id: q
    prompt: How many, twice as many, and how many kilobytes?
    follow_through: FOLLOW
    answers:
      one: {kind: count, value: parameters(one)}
      twice: {kind: count, value: 2*parameters(one), points: 2, known_mistakes: {count.two-biases: 1/2}}
      kb: {value: 4*parameters(one)/10**3}
"""


@pytest.mark.parametrize(
    ("score", "one", "twice", "kb", "follow", "why"),
    [
        # 3(128 + 256)256 = 294912, and 3*256 biases: 295680
        (4, 295680, 591360, 1182.7, "full", "all right"),
        (3, 296448, 592896, 1185.8, "full", "two biases a gate: both go on from the own count"),
        (1, 296448, 592896, 1185.8, "none", "where nothing follows, the mistake is paid for all the same"),
        (3, 295680, 592896, 1182.7, "full", "two biases behind a factor are known, and paid for by half"),
        (2, 296448, 591360, 1184.6, "full", "1184.6 follows from nothing"),
    ],
)  # fmt: skip
def test_a_number_follows_from_the_own_count(tmp_path, score, one, twice, kb, follow, why):
    (tmp_path / "mb.yaml").write_text(MEGABYTES.replace("FOLLOW", follow))
    (tmp_path / "a.yaml").write_text(f"one: {one}\ntwice: {twice}\nkb: {kb}\n")
    report = grader.check(str(tmp_path / "a.yaml"), assignment=str(tmp_path / "mb.yaml"))
    assert score == report.score, why


KEPT = """
title: Kept
points: 2
rounding: 2
cells:
  memory: |
    s: scalar    # input
    n, kept, mb: scalar
    kept = n * s[t]
    mb = 4 * kept / 10**6
systems:
  one: {cell: memory, steps: 1, given: {s: [512], n: 20480}}
questions:
  - id: q
    prompt: How many numbers are kept, and how many megabytes are that?
    system: one
    follow_through: full
    answers: {kept: {kind: count, value: "kept[1]"}, mb: "mb[1]"}
"""


def test_a_quantity_follows_from_the_one_before_it_that_is_a_count(tmp_path):
    (tmp_path / "kept.yaml").write_text(KEPT)
    (tmp_path / "a.yaml").write_text("kept: 5242880\nmb: 20.97\n")  # half of what there is
    report = grader.check(str(tmp_path / "a.yaml"), assignment=str(tmp_path / "kept.yaml"))
    assert ["wrong", "carried"] == [str(entry.verdict) for entry in report.entries]


TOTAL = """title: Layers and a head
points: 4
systems:
  one: {cell: gru, sizes: {d: 3, n: 4}}
  two: {cell: gru, sizes: {d: 8, n: 5}}
questions:
  - id: q
    prompt: How many?
    RULE
    answers:
      one: {value: parameters(one), kind: count}
      two: {value: parameters(two), kind: count}
      head: {value: HEAD, kind: count}
      all: {value: ALL, kind: count}
"""  # 96 and 210 parameters


def totals(folder, typed, **words):
    text = TOTAL
    for word, meant in words.items():
        text = text.replace(word, meant)
    (folder / "all.yaml").write_text(text)
    (folder / "a.yaml").write_text(typed)
    return grader.check(str(folder / "a.yaml"), assignment=str(folder / "all.yaml")).entries


@pytest.mark.parametrize(
    ("head", "whole", "last", "verdict", "why"),
    [
        ("17*5 + 17", "parameters(one) + 17*5 + 17", 180, "carried", "terms of a sum"),
        ("17*5 + 17", "17 + parameters(one) + 17*5", 180, "carried", "in any order"),
        ("17*5 + 17", "parameters(one) + (17*5 + 17)", 180, "carried", "in brackets"),
        ("17*5", "parameters(one) + 17*5 + 17", 197, "carried", "one term of them"),
        ("17*5 + 17", "2*parameters(one) - 17*5 - 17", 108, "wrong", "what is taken away is another thing"),
        ("17*5 - 17", "parameters(one) + 17*5 - 17", 180, "carried", "a difference, too"),
        ("17*5 + 17", "parameters(one) + 17*5 + 3", 180, "wrong", "a part of the terms"),
        ("17*5", "4*17*5 + 7", 343, "carried", "factors of a product"),
        ("17*5", "7*5*3*17", 1764, "carried", "in any order"),
        ("17*5", "100*17/5", 8400, "wrong", "what is divided by is another thing"),
    ],
)  # fmt: skip
def test_a_total_goes_on_from_a_part_that_is_some_terms_of_it(
    tmp_path, head, whole, last, verdict, why
):
    typed = f"one: 96\ntwo: 210\nhead: 84\nall: {last}\n"
    words = {"HEAD": head, "ALL": whole, "RULE": "follow_through: full"}
    assert verdict == str(totals(tmp_path, typed, **words)[-1].verdict), why


@pytest.mark.parametrize(("share", "score"), [("full", 1), ("1/2", 0.5), ("none", 0)])
def test_a_way_of_counting_that_was_taken_again_costs_what_the_question_says(
    tmp_path, share, score
):
    two = "one: 108\ntwo: 225\nhead: 1\nall: 1\n"  # 3*4 and 3*5 biases more
    rule = f"repeated_mistake: {share}"
    entries = totals(tmp_path, two, HEAD="17*5 + 17", ALL="1 + 1", RULE=rule)
    assert [0, score] == [float(entry.score) for entry in entries[:2]]


def test_half_of_a_wide_input_and_no_recurrent_weights_are_asked_about(tmp_path):
    (tmp_path / "counts.yaml").write_text(SHEET.format(cell="gru", d=8, n=4))
    (tmp_path / "a.yaml").write_text("q_n: 108\n")  # 3*(8*4 + 4*4 + 4), and 3*4*4 less
    (entry,) = grader.check(
        str(tmp_path / "a.yaml"), assignment=str(tmp_path / "counts.yaml")
    ).entries
    assert "count.differs" == entry.note
    assert "one direction of the layer below" in entry.message


@pytest.mark.parametrize(
    ("note", "typed", "why"),
    [
        ("count.match", 156, "2*(28 + 50)"),
        ("count.once", 78, "each layer once"),
        ("count.once", "28 + 50", "with its working"),
        ("count.differs", 106, "one of the two layers once"),
    ],
)
def test_one_direction_of_two_is_named(tmp_path, note, typed, why):
    (tmp_path / "two.yaml").write_text(TWO.replace("FOLLOW", "full").replace("d: 3", "d: 2"))
    (tmp_path / "a.yaml").write_text(f"n_twice: {typed}\n")
    report = grader.check(str(tmp_path / "a.yaml"), assignment=str(tmp_path / "two.yaml"))
    assert note == {entry.name: entry.note for entry in report.entries}["n_twice"], why
