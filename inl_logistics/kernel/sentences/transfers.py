"""Sentences of transfers and outbound shipments."""

from inl_logistics.kernel.translation import N_

SENTENCES = {
    "transfer-not-draft": N_(
        "This transfer was sent already. What is on the road can be received, sent back or written off."
    ),
    "transfer-same-store": N_("Sender and receiver are the same store. Move it between bins in Inventory instead."),
    "transfer-foreign": N_("{item} does not lie in the sending store."),
    "transfer-empty": N_("Add what is sent first."),
    "transfer-not-on-road": N_("Nothing of this transfer is on the road."),
    "arrived-before-sent": N_("{day} lies before it was sent on {sent}."),
    "more-than-on-road": N_("{asked} are entered, but {found} are on the road with this paper."),
    "transfer-write-off": N_("Goods that never arrived are written off only with an approval."),
    "outbound-not-draft": N_("This shipment is on the road already."),
    "outbound-empty": N_("Add a handover first: it says what goes where."),
    "outbound-other-waybill": N_(
        "The paper of {number} names {named}, but it travels with {waybill}: correct it by hand, or void it and issue it again."
    ),
    "outbound-dated-later": N_("{number} is dated {day}: it cannot be signed before that day."),
    "run-recipient-twice": N_("{facility} is on two vehicles: leave it on one."),
    "run-nothing-to-get": N_("Nothing is free for {facility} now: leave it out of this run."),
    "outbound-taken": N_("{number} travels with another shipment already."),
    "outbound-handover-state": N_("{number} is {state}; only drafts and issued handovers travel."),
    "outbound-unassigned": N_("{number} is on no vehicle yet."),
    "outbound-not-issued": N_(
        "The handover to {unit} is not issued yet; its receipt is printed and signed at the facility."
    ),
    "outbound-short": N_("{item}: {asked} were put aside, {found} are there. {found} travel; the rest is a shortage."),
    "outbound-nothing-left": N_("Nothing that was put aside is still there."),
    "outbound-mixed": N_("{item} ({mark}) is a dangerous good: tell the driver and keep its papers in the cabin."),
    "waybill-vehicle": N_("Say which vehicle drives."),
    "waybill-driver": N_("Say who drives."),
    "waybill-not-sent": N_("This waybill has not left yet."),
    "waybill-same": N_("The goods are on this vehicle already. Choose another one."),
    "waybill-stale": N_("{number} was changed after it was printed. Print it again before it leaves."),
    "waybill-sent": N_("This waybill has left already."),
    "waybill-nothing": N_("Nothing of this is on the vehicle."),
}
