"""Sentences of purchasing."""

from inl_logistics.kernel.translation import N_

SENTENCES = {
    "line-quantity": N_("Line {line} needs a quantity of 1 or more."),
    "line-price-negative": N_("Line {line}: the price is below 0. Enter what one unit costs."),
    "line-too-large": N_("Line {line} is larger than any order. Check quantity and price."),
    "rate-not-positive": N_("Say how many dollars one unit of the currency is worth: more than 0."),
    "line-below-shipped": N_("Line {line}: {shipped} are booked on shipments already; the quantity cannot be less."),
    "line-without-item": N_("Line {line} has no catalog item. Choose one."),
    "need-before-order": N_("The need-by day lies before the order's day."),
    "order-without-lines": N_("The order has no lines."),
    "order-without-vendor": N_("The order needs a vendor."),
    "order-without-agreement": N_("The order names no agreement; it is kept as unassigned."),
    "order-ended": N_("This order has ended; it can no longer be changed."),
    "order-step": N_("An order that is {state} cannot become {wanted}."),
    "order-has-shipments": N_("Something was shipped on this order. Short-close it instead."),
    "order-on-the-road": N_(
        "{units} units are on {shipments} and have not been counted. Receive or cancel the shipment first."
    ),
    "order-incomplete": N_("{units} units were not accepted. Close it by itself, with a reason."),
    "line-shipped-removed": N_("Line {line} is on a shipment already and cannot be removed. Short-close it instead."),
    "order-not-placed": N_("Only a placed order is amended; a draft is simply changed."),
    "amended-before-ordered": N_("{day} lies before the day of the order."),
    "lines-not-of-order": N_("Choose lines of this order."),
    "lines-already-there": N_("These lines are paid by that project already."),
    "lines-nothing-left": N_("Everything of these lines was shipped or canceled already."),
    "line-below-canceled": N_(
        "Line {line}: {canceled} are canceled and {shipped} are on shipments; the quantity cannot be less than both."
    ),
    "line-placed-removed": N_("Line {line} is placed and stays in the order. Cancel it instead."),
    "order-no-draft": N_("This order is no draft any more."),
    "order-is-placed": N_("This order is placed. Amend it, and say why."),
    "amended-before-last": N_("{day} lies before {last}, the day of the order's last change."),
    "reason-needed": N_("A reason is needed."),
}
