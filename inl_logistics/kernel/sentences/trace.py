"""Sentences of tracing."""

from inl_logistics.kernel.translation import N_

SENTENCES = {
    "trace-nothing": N_(
        "Nothing is known under “{found}”. Type a serial or the number of an order, project or receipt."
    ),
}
