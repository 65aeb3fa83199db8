"""Sentences of receiving."""

from inl_logistics.kernel.translation import N_

SENTENCES = {
    "shipment-not-booked": N_("This shipment is not booked yet, so it cannot be received."),
    "receiving-not-open": N_("This receiving is closed; nothing more can be counted in it."),
    "scan-empty": N_("Nothing was scanned."),
    "scan-needs-serial": N_("This code only says that it is {item}. Scan the serial of the unit."),
    "carton-needs-mode": N_("{carton} is a carton. Press F7 to count it whole, or scan what is in it."),
    "decision-needs-item": N_("Say which item this is."),
    "scan-decided": N_("{text} is counted or taken back already; there is nothing to decide about it."),
    "serial-counted": N_("Serial {serial} is counted in this receiving already. Ignore this scan."),
    "count-too-large": N_("{quantity} is more than one count can be ({most}). Check the number."),
    "expires-before-made": N_("The goods expire on {expires}, but were made on {made}. Check both days."),
    "nothing-counted": N_("Nothing was counted yet."),
    "scans-unresolved": N_("{count} scans are not on this shipment and not decided; they are left out."),
    "papers-missing": N_("Papers still missing: {papers}."),
    "serial-in-stock": N_("Serial {serial} is on the books already, at {place}. Look it up before counting it again."),
    "over-list": N_("{count} more than the packing list says were counted."),
    "over-receipt": N_(
        "{item}: {accepted} are accepted where {ordered} were ordered, {over} too many. An approver can "
        "allow it; else set the surplus aside."
    ),
    "receiving-not-posted": N_("This receiving is not posted, or was reversed already."),
    "reversed-before-received": N_("The day {day} lies before the goods were received on {received}."),
    "claim-addressee": N_("Say from whom it is claimed."),
    "claim-closed": N_("Some of these lines are closed already. Open them again first."),
    "claim-resolution": N_("Say how it ended."),
    "claim-amount": N_("Enter the amount that was credited."),
    "claim-settled-before": N_("{day} lies before the claim of {claimed}."),
    "inspector-needed": N_("Say who inspected the goods."),
    "inspected-before-received": N_("{day} lies before the goods were received on {received}."),
    "not-in-quarantine": N_("{item} is not in quarantine any more."),
    "lot-missing": N_("{item}: the order asks for lot and expiry, and {count} were counted without."),
    "life-short-at-receipt": N_(
        "{item}: lot {lot} expires on {expires}; the order asks for {months} months of life at receipt. An approver can "
        "allow it; else set the goods aside."
    ),
    "serials-unlisted": N_("{item}: the order asks for a serial list, and {count} serials were not on it."),
    "tally-counter": N_("Say who counted on the sheet."),
    "tally-empty": N_("Enter what the sheet says."),
}
