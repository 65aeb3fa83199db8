"""Sentences of receiving."""

from inl_logistics.kernel.translation import N_

SENTENCES = {
    "shipment-not-booked": N_("This shipment is not booked yet, so it cannot be received."),
    "receiving-not-open": N_("This receiving is closed; nothing more can be counted in it."),
    "scan-empty": N_("Nothing was scanned."),
    "carton-needs-mode": N_("{carton} is a carton. Press F7 to count it whole, or scan what is in it."),
    "decision-needs-item": N_("Say which item this is."),
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
}
