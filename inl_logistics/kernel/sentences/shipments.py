"""Sentences of shipments."""

from inl_logistics.kernel.translation import N_

SENTENCES = {
    "more-serials-than-units": N_("Line {line} names {serials} serials for {quantity} units. Correct one of the two."),
    "more-than-ordered": N_("Line {line}: {quantity} are booked, but the order leaves only {left}."),
    "shipment-without-lines": N_("The shipment has no lines."),
    "shipment-without-vendor": N_("The shipment names no vendor."),
    "export-authorization": N_(
        "{item} is export-controlled ({class}), and {order} names no export authorization. Enter its license or exception"
        " on the order, or override."
    ),
    "milestone-in-future": N_("A milestone is entered when it has happened. Use the forecast for a day to come."),
    "milestone-before-earlier": N_("This day lies before the milestone “{earlier}”. Check both days."),
    "shipment-not-draft": N_("This shipment was canceled or is booked already, so it cannot be booked."),
    "shipment-being-received": N_("Receiving of this shipment has started, so its contents are final."),
    "serial-empty": N_("Line {line} has an empty serial. Remove it or enter the number."),
    "serial-twice-on-list": N_("Serial {serial} stands on line {line} and on line {other}. Correct one of them."),
    "serial-looks-alike": N_(
        "Serial {serial} on line {line} looks like {other}: check O and 0, I and 1, leading zeros."
    ),
}
