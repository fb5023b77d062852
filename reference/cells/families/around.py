"""What stands around a cell: measures and steps of training."""

from __future__ import annotations

from collections.abc import Mapping

TEXTS: Mapping[str, str] = {
    "perplexity": """
    # Perplexity of a loss per word, in nats
    loss: scalar given
    perplexity = exp(loss)
    """,
    "clipping": """
    # A gradient clipped to a largest norm
    g: n given               # gradient
    limit: scalar in (0, inf) given    # largest norm allowed
    clipped = g * min(1, limit / norm(g))
    """,
}
