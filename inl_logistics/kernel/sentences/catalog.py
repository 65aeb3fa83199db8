"""Sentences of the catalog."""

from inl_logistics.kernel.translation import N_

SENTENCES = {
    "item-code-empty": N_("The item needs a code."),
    "item-name-empty": N_("The item needs a name."),
    "item-code-taken": N_("This code is used by “{item}”. Choose another code."),
    "tracking-has-stock": N_("The tracking cannot change while there is stock of this item."),
    "size-twice": N_("One size stands twice. Remove one."),
    "item-without-value": N_("This item has no unit value; papers will show 0.00."),
}
