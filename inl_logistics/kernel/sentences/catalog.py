"""Sentences of the catalog."""

from inl_logistics.kernel.translation import N_

SENTENCES = {
    "item-code-empty": N_("The item needs a code."),
    "item-name-empty": N_("The item needs a name."),
    "item-code-taken": N_("This code is used by “{item}”. Choose another code."),
    "tracking-has-stock": N_("The tracking cannot change while there is stock of this item."),
    "unit-has-stock": N_("The unit of issue cannot change while there is stock of this item."),
    "serials-clash": N_(
        "Another item of this maker and model already has these serials: {serials}. Check the model, or merge the two items."
    ),
    "item-is-merged": N_("This item is now part of “{item}”. Change that one."),
    "other-code-taken": N_("“{code}” already means “{item}”. A code can mean only one item."),
    "un-number-shape": N_("“{found}” is not a UN number. Enter it like UN1950."),
    "packing-group-shape": N_("“{found}” is not a packing group. It is I, II or III."),
    "count-below-zero": N_("A minimum, a life or a weight is below zero."),
    "life-too-long": N_("A life has at most {most} months. Leave it empty for goods that do not wear out."),
    "life-shorter-than-asked": N_(
        "At receipt {least} months are asked for, but its shelf life is {shelf}. Nothing could be accepted."
    ),
    "size-in-use": N_("Size {size} is used by papers or stock. Retire it instead."),
    "size-table-empty": N_("Write the sizes, such as XS-4XL or 28-48/2 x S/R/L."),
    "size-table-name-empty": N_("The size table needs a name."),
    "size-table-name-taken": N_("There is a size table with this name already."),
    "merge-same-item": N_("An item cannot be merged into itself. Choose the other one."),
    "merge-into-retired": N_("The other item is retired. Offer it again first."),
    "merge-tracking-differs": N_(
        "One is followed by {gone}, the other by {into}. Only items that are followed alike can become one."
    ),
    "merge-serials-clash": N_(
        "Both items have these serials: {serials}. Correct them first: they cannot be two units of one item."
    ),
    "merge-class-differs": N_("The end-use class was {gone}; it will be {into}."),
    "merge-unit-differs": N_("The unit of issue was {gone}; its sizes keep it beside those in {into}."),
    "merge-hold-ends": N_("The policy hold of the item that goes ends; the other has none."),
    "nothing-chosen": N_("Choose at least one item."),
    "nothing-changes": N_("Say what is to change."),
    "size-twice": N_("One size stands twice. Remove one."),
    "item-without-value": N_("This item has no unit value; papers will show 0.00."),
}
