"""The rewrites that make the usual mistakes.

Each kind of mistake is one generator: it goes over the equations of any cell, written or unrolled,
forward or backward, and yields the cell again with that mistake made in one place, or in the same
way everywhere.  So a new cell has its misconceptions for free, and a mistake composes with
unrolling, differentiation and pinned values like every other rewrite.
"""

from __future__ import annotations

from collections.abc import Iterator

from reference.language.cell import Cell, Equation
from reference.rewrites.misconceptions.activations import activation_exchanged, activation_forgotten
from reference.rewrites.misconceptions.confusions import (
    argument_negated,
    base_exchanged,
    gate_inside,
    gate_weights_exchanged,
    gates_coupled,
    mean_for_sum,
    norm_exchanged,
    slope_halved,
    slope_wrong,
    slope_wrong_at_all,
    state_confused,
    weights_exchanged,
)
from reference.rewrites.misconceptions.conventions import (
    forget_bias,
    gru_of_another,
    hard_sigmoid,
)
from reference.rewrites.misconceptions.gates import (
    complement,
    gates_exchanged,
    parts_reordered,
    reset_placed,
)
from reference.rewrites.misconceptions.gradients import (
    gradient_not_carried,
    not_carried_at_all,
    slope_convention,
    slope_forgotten,
    slope_forgotten_at_all,
)
from reference.rewrites.misconceptions.left_out import (
    clipping_mistaken,
    factor_forgotten,
    gate_forgotten,
    weight_forgotten,
)
from reference.rewrites.misconceptions.misconception import Kind, Misconception
from reference.rewrites.misconceptions.products import (
    concatenation_reversed,
    elementwise,
    matrices_transposed,
    matrix_transposed,
)
from reference.rewrites.misconceptions.steps import initial_state_ignored, step_confused
from reference.rewrites.misconceptions.terms import (
    bias_forgotten,
    input_forgotten,
    recurrent_forgotten,
    sign_wrong,
    term_forgotten,
)
from reference.rewrites.misconceptions.whole_gates import gate_complemented, reset_on_the_whole


def misconceptions(
    cell: Cell, *, everywhere: bool = False, rarer: bool = False
) -> Iterator[Misconception]:
    """Every usual mistake that can be made in the equations of a cell, each once.

    With `everywhere`, only those that an unrolled cell has at all its steps alike: a program makes
    the same mistake at every step.  With `rarer`, also those that a diagnosis knows and no drawn
    numbers are refused for.

    >>> from reference import cell, misconceptions
    >>> [found.note for found in misconceptions(cell("relu-rnn"))][:2]
    ['activation-forgotten', 'bias-forgotten']
    """
    seen: set[tuple[Equation, ...]] = {cell.equations}
    for kind in EVERYWHERE if everywhere else (*KINDS, *RARER) if rarer else KINDS:
        for found in kind(cell):
            if found.cell.equations not in seen:
                seen.add(found.cell.equations)
                yield found


# the more usual ones first: where two do the same arithmetic, the first gives its name
KINDS: tuple[Kind, ...] = (
    activation_forgotten,
    bias_forgotten,
    recurrent_forgotten,
    input_forgotten,
    activation_exchanged,
    sign_wrong,
    matrix_transposed,
    elementwise,
    concatenation_reversed,
    gates_exchanged,
    parts_reordered,
    complement,
    reset_placed,
    step_confused,
    initial_state_ignored,
    slope_forgotten,
    slope_convention,
    gradient_not_carried,
)


# Numbers are not drawn again because one of these would pass unseen: what is drawn stays as it is.
RARER: tuple[Kind, ...] = (
    gate_forgotten,
    gate_weights_exchanged,
    weights_exchanged,
    state_confused,
    gru_of_another,
    forget_bias,
    argument_negated,
    gates_coupled,
    gate_inside,
    weight_forgotten,
    factor_forgotten,
    mean_for_sum,
    slope_forgotten_at_all,
    slope_wrong,
    slope_halved,
    norm_exchanged,
    clipping_mistaken,
    base_exchanged,
    hard_sigmoid,
    matrices_transposed,
    gate_complemented,
    reset_on_the_whole,
    term_forgotten,
)


EVERYWHERE: tuple[Kind, ...] = (
    not_carried_at_all,
    initial_state_ignored,
    slope_forgotten_at_all,
    slope_convention,
    slope_wrong_at_all,
)
