"""The details of a shipment as label and value; only what is known is shown. Picture 03, Details."""

from __future__ import annotations

from datetime import date

from inl_logistics.kernel.dates import day_month
from inl_logistics.kernel.translation import _
from inl_logistics.kernel.values import Money
from inl_logistics.shipments.queries import ShipmentDetail
from ui.kit.formats import money, number
from ui.shipments import words


def fact_rows(record: ShipmentDetail, *, today: date) -> list[tuple[str, str]]:
    """Return the details that are known, in the order in which an officer looks for them."""
    fields = record.fields

    def dated(number_: str, on: date | None) -> str:
        if number_ and on:
            return _("{number} · {day}").format(number=number_, day=day_month(on, today))
        return number_ or (day_month(on, today) if on else "")

    exemption = fields["exemption"]
    if exemption and fields["exemption_on"]:
        exemption = _("{number} · filed {day}").format(number=exemption, day=day_month(fields["exemption_on"], today))
    ports = " – ".join(filter(None, (fields["port_from"], fields["port_to"])))
    rows = (
        (_("Mode"), words.mode(fields["mode"])), (_("Carrier"), record.carrier), (_("AWB or B/L"), fields["transport_number"]),
        (_("Vessel"), fields["vessel"]), (_("Ports"), ports), *_containers(record), (_("Broker"), fields["broker"]),
        (_("Diplomatic note"), dated(fields["diplomatic_note"], fields["note_on"])), (_("Exemption note"), exemption),
        (_("Customs entry"), dated(fields["customs_entry"], fields["customs_entry_on"])),
        (_("Consignee"), fields["consignee"]), (_("Notify"), fields["notify_party"]), (_("Despatch agent"), fields["agent"]),
        (_("Demurrage"), _demurrage(record)), (_("Insurance"), _insurance(record)), (_("Incoterm"), fields["incoterm"]),
        (_("Their number"), fields["source_number"]), *_elsewhere(record), (_("Remarks"), fields["remarks"]),
    )  # fmt: skip
    return [(name, value) for name, value in rows if value] or [(_("Mode"), "—")]


def _containers(record: ShipmentDetail) -> list[tuple[str, str]]:
    """Return each container with its seal: those of the tree, else the one of the header."""
    found = [(one.code, one.seal) for one in record.packages if one.kind == "container"]
    fields = record.fields
    if fields["container"] and fields["container"] not in {code for code, _seal in found}:
        found.insert(0, (fields["container"], fields["seal"]))
    elif fields["seal"] and not found:
        return [(_("Seal"), fields["seal"])]
    return [
        (_("Container"), _("{container} · seal {seal}").format(container=code, seal=seal) if seal else code)
        for code, seal in found
    ]


def _demurrage(record: ShipmentDetail) -> str:
    cost, fields = record.demurrage, record.fields
    if cost is not None and cost.days:
        total = money(Money(cost.minor, cost.currency), cents=False)
        return _("{days} × {rate} = {total}").format(
            days=number(cost.days), rate=money(Money(cost.rate_minor, cost.currency), cents=False), total=total
        )
    if fields["free_days"] is None or fields["demurrage_minor"] is None:
        return ""
    rate = money(Money(fields["demurrage_minor"], fields["demurrage_currency"]), cents=False)
    return _("{n} days free, then {rate} a day").format(n=fields["free_days"], rate=rate)


def _insurance(record: ShipmentDetail) -> str:
    amount = record.fields["insurance_minor"]
    shown = money(Money(amount, record.fields["currency"])) if amount else ""
    return " · ".join(filter(None, (record.fields["insurer"], shown)))


def _elsewhere(record: ShipmentDetail) -> list[tuple[str, str]]:
    """Say where weight or freight of an imported shipment is booked, or why it has none."""
    rows = [(_("Booked with"), name) for _id, name in record.weight_from]
    notes = dict.fromkeys(note for line in record.lines for note in (line.weight_note, line.freight_note) if note)
    plain = [note for note in notes if not note.startswith("See ")]
    return [*rows, *((_("Source says"), note) for note in plain[:2])]
