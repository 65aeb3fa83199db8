"""Sentences of approvals."""

from __future__ import annotations

from inl_logistics.kernel.translation import N_

SENTENCES: dict[str, str] = {
    "may-not-approve": N_("{name} may not approve this. Ask an active approver of the post."),
}
