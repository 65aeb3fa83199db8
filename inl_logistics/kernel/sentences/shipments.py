"""Sentences of shipments."""

from inl_logistics.kernel.translation import N_

# The words of milestones, where a sentence names one.
MILESTONE_NAMES = {
    "ordered": N_("Ordered"),
    "ready": N_("Ready at vendor"),
    "picked-up": N_("Picked up"),
    "departed": N_("Departed"),
    "arrived": N_("Arrived"),
    "customs": N_("Customs cleared"),
    "delivered": N_("Delivered to store"),
    "received": N_("Received"),
}

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
    "milestone-after-later": N_("This day lies after the milestone “{later}”. Check both days."),
    "milestone-of-canceled": N_("This shipment is canceled; it reaches no more milestones."),
    "milestone-by-receiving": N_(
        "“Received” is entered by the receiving report. Receive the shipment, or reverse its report."
    ),
    "shipment-has-ended": N_("This shipment has ended, so it cannot be canceled."),
    "shipment-not-draft": N_("This shipment was canceled or is booked already, so it cannot be booked."),
    "shipment-being-received": N_("Receiving of this shipment has started, so its contents are final."),
    "serial-empty": N_("Line {line} has an empty serial. Remove it or enter the number."),
    "serial-twice-on-list": N_("Serial {serial} stands on line {line} and on line {other}. Correct one of them."),
    "serial-looks-alike": N_(
        "Serial {serial} on line {line} looks like {other}: check O and 0, I and 1, leading zeros."
    ),
    "shipment-ended": N_("This shipment is closed, so its contents are final."),
    "package-code-empty": N_("A package has no label. Enter what stands on it."),
    "package-code-twice": N_("Two packages are labeled {code}. Give one another label."),
    "package-gone": N_("The package {code} is no longer there. Look at the list again."),
    "package-cannot-hold": N_("{inner} cannot lie in {outer}: cartons lie on pallets, pallets in containers."),
    "package-inside-itself": N_("{code} cannot lie in itself or in what it holds."),
    "package-no-holder": N_("Nothing above {code} can hold it. Put a pallet or container before it first."),
    "package-not-divisible": N_("{code} holds nothing that could be divided."),
    "packed-more-than-line": N_(
        "Line {line} brings {quantity} units, but {packed} lie in packages. Correct one of the two."
    ),
    "packed-more-than-loose": N_("Only {loose} units are there to be put elsewhere, not {quantity}."),
    "serial-not-on-line": N_("Serial {serial} is not on the packing list of this line."),
    "lithium-by-air": N_(
        "{items}: lithium batteries ({un}) need a cargo aircraft or another way, with their own declaration and marks."
    ),
    "aerosol-by-air": N_(
        "{items}: aerosols ({un}) are not taken on passenger aircraft. Book a cargo aircraft, sea or road."
    ),
    "hazard-by-air": N_("{items}: dangerous goods ({un}). Ask the airline first; a declaration must go along."),
    "hazard-in-pouch": N_("{items}: dangerous goods ({un}) may not travel in a diplomatic pouch."),
    "serial-list-short": N_(
        "Line {line}, {item}: the order asks for a list of serials; {missing} of {quantity} are not named."
    ),
    "lot-not-named": N_("Line {line}, {item}: the order asks for lot and expiry; the packing list does not name them."),
}
