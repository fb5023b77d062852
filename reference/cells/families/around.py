"""What stands around a cell: measures and steps of training."""

from __future__ import annotations

from collections.abc import Mapping

TEXTS: Mapping[str, str] = {
    "perplexity": """
    # Perplexity of a loss per word, in nats
    loss: scalar
    perplexity = exp(loss)
    """,
    "clipping": """
    # A gradient clipped to a largest norm
    g: n                     # gradient
    limit: scalar            # largest norm allowed
    clipped = g * min(1, limit / norm(g))
    """,
}
