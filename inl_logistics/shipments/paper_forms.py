"""How the papers of an inbound shipment are laid out."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

from inl_logistics.paper.blocks import Cell
from inl_logistics.paper.figures import amount, per_unit
from inl_logistics.paper.goodsform import (
    Col,
    Goods,
    GoodsForm,
    GoodsRow,
    Prose,
    Total,
    day_cell,
    named_cell,
    rows_of,
    write,
)
from inl_logistics.paper.languages import Language, Words
from inl_logistics.paper.model import Named, PaperSize, Signer, SignerRole
from inl_logistics.shipments.documents import PaperGoods, PaperPackage, ShipmentPaper

_MODES = frozenset({"air", "sea", "road", "rail", "pouch", "multimodal"})
_BOXES = frozenset({"carton", "crate"})


def write_note(shipment: ShipmentPaper, *, printed_at: datetime, language: str, paper: PaperSize) -> bytes:
    """Write the diplomatic note."""
    words = Words.of(language)
    band = (
        [
            Cell("note_no", shipment.note or "—", weight=1.3, large=True),
            day_cell("date", shipment.note_on or shipment.dated_on, words),
            Cell("addressed_to", *words.label("ministry_foreign"), weight=1.5),
        ],
        *rows_of(
            Cell("shipment_no", shipment.number or "—"), Cell("orders_ref", ", ".join(shipment.orders)),
            Cell("mode_of_transport", *_mode(shipment, words)),
            Cell("gross_weight", *_kilograms(shipment.weight_g, words)),
        ),
    )  # fmt: skip
    form = GoodsForm(
        "diplomatic_note_paper", shipment.number, "IN-1", shipment.letterhead, band, _customs_columns(shipment),
        _customs_rows(shipment, words), _total(shipment, words),
        signers=(Signer(SignerRole.APPROVED),), form_version=shipment.form_version,
        prose=Prose("note_heading", _note(shipment, words)),
        closing=Prose("note_closing_heading", (words.label("note_closing"),)),
    )  # fmt: skip
    return write(form, words, printed_at=printed_at, paper=paper)


def write_exemption(shipment: ShipmentPaper, *, printed_at: datetime, language: str, paper: PaperSize) -> bytes:
    """Write the exemption request."""
    words = Words.of(language)
    band = (
        [
            Cell("shipment_no", shipment.number or "—", weight=1.3, large=True), day_cell("date", shipment.dated_on, words),
            Cell("addressed_to", *words.label("customs_authority"), weight=1.5),
        ],
        *_way(shipment, words),
        *rows_of(
            Cell("diplomatic_note_ref", _dated(shipment.note, shipment.note_on, words.english)),
            Cell("exemption_no", _dated(shipment.exemption, shipment.exemption_on, words.english)),
            Cell("customs_entry", _dated(shipment.customs_entry, shipment.customs_entry_on, words.english)),
            Cell("declared_value", f"{shipment.currency} {amount(shipment.declared_minor, shipment.currency)}"),
        ),
    )  # fmt: skip
    form = GoodsForm(
        "exemption_request", shipment.number, "IN-2", shipment.letterhead, band, _customs_columns(shipment),
        _customs_rows(shipment, words), _total(shipment, words), certification="exemption_certification",
        signers=(
            Signer(SignerRole.PREPARED, shipment.prepared, Named(shipment.prepared_title)), Signer(SignerRole.APPROVED),
        ),
        form_version=shipment.form_version,
    )  # fmt: skip
    return write(form, words, printed_at=printed_at, paper=paper)


def write_packing_list(shipment: ShipmentPaper, *, printed_at: datetime, language: str, paper: PaperSize) -> bytes:
    """Write the packing list."""
    words = Words.of(language)
    columns = (
        Col("package", 66.0), Col("item"), Col("quantity", 42.0, 1.0, strong=True), Col("unit_of_issue", 50.0),
        Col("gross_kg", 46.0, 1.0), Col("size_cm", 62.0, 1.0),
    )  # fmt: skip
    rows = [row for package in shipment.packages for row in _package_rows(package, words)]
    if shipment.loose:
        rows.append(GoodsRow(heading=words.label("not_packed")))
        rows += [_packed_row("—", one, words, "", "") for one in shipment.loose]
    form = GoodsForm(
        "shipment_packing_list", shipment.number, "IN-3", shipment.letterhead, _head(shipment, words), columns,
        tuple(rows), _total(shipment, words, value=False), shipment.remarks, "packing_certification",
        (Signer(SignerRole.COUNTED), Signer(SignerRole.WITNESS)), form_version=shipment.form_version,
    )  # fmt: skip
    return write(form, words, printed_at=printed_at, paper=paper)


def write_sheet(shipment: ShipmentPaper, *, printed_at: datetime, language: str, paper: PaperSize) -> bytes:
    """Write the shipment sheet."""
    words = Words.of(language)
    band = (
        *_head(shipment, words),
        *rows_of(
            Cell("notify_party", shipment.notify_party), Cell("broker", shipment.broker),
            Cell("despatch_agent", shipment.agent), Cell("insurance", shipment.insurance),
            Cell("diplomatic_note_ref", _dated(shipment.note, shipment.note_on, words.english)),
            Cell("exemption_no", _dated(shipment.exemption, shipment.exemption_on, words.english)),
            Cell("customs_entry", _dated(shipment.customs_entry, shipment.customs_entry_on, words.english)),
            Cell("incoterm_short", shipment.incoterm),
        ),
    )  # fmt: skip
    form = GoodsForm(
        "shipment_sheet", shipment.number, "IN-4", shipment.letterhead, band, _customs_columns(shipment),
        _customs_rows(shipment, words), _total(shipment, words), shipment.remarks,
        signers=(Signer(SignerRole.PREPARED, shipment.prepared, Named(shipment.prepared_title)), Signer(SignerRole.RECEIVED)),
        form_version=shipment.form_version,
    )  # fmt: skip
    return write(form, words, printed_at=printed_at, paper=paper)


def _note(shipment: ShipmentPaper, words: Words) -> tuple[tuple[str, str], ...]:
    """Return the paragraphs of the note, each a whole sentence in both languages."""
    found = []
    if shipment.recipients:
        english = ", ".join(one.text for one in shipment.recipients)
        native = ", ".join(one.native or one.text for one in shipment.recipients)
        found.append(_both(words, "note_request", {"recipient": (english, native)}))
    else:
        found.append(words.label("note_request_plain"))
    if shipment.agreements:
        found.append(words.label("note_agreement", agreement=", ".join(shipment.agreements)))
    named = {
        "consignee": shipment.consignee or shipment.place, "document": shipment.transport_number or "—",
        "port": shipment.port_to,
    }  # fmt: skip
    if shipment.expected_on and shipment.port_to and not shipment.has_arrived:
        local = words.local or words.english
        days = (words.english.day(shipment.expected_on), local.day(shipment.expected_on))
        found.append(_both(words, "note_arrival", {**{key: (one, one) for key, one in named.items()}, "day": days}))
    else:
        found.append(words.label("note_consigned", consignee=named["consignee"], document=named["document"]))
    if hazards := shipment.hazards():
        said = [
            tuple(_dangerous(one, language) for one in hazards)
            for language in (words.english, words.local or words.english)
        ]
        found.append(_both(words, "note_dangerous", {"goods": ("; ".join(said[0]), "; ".join(said[1]))}))
    found.append(words.label("note_release"))
    return tuple(found)


def _both(words: Words, key: str, params: dict[str, tuple[str, str]]) -> tuple[str, str]:
    english = words.english.label(key, **{name: one for name, (one, _other) in params.items()})
    local = words.local.label(key, **{name: other for name, (_one, other) in params.items()}) if words.local else ""
    return english, local


def _dangerous(one: PaperGoods, language: Language) -> str:
    name = one.shipping_name or one.description
    return language.label("dangerous", un=one.un_number or "—", hazard=one.hazard_class or "—", name=name)


def _head(shipment: ShipmentPaper, words: Words) -> tuple[Sequence[Cell], ...]:
    return (
        [
            Cell("shipment_no", shipment.number or "—", weight=1.3, large=True), day_cell("date", shipment.dated_on, words),
            named_cell("vendor", shipment.vendor.text, shipment.vendor.native, weight=1.4),
        ],
        *_way(shipment, words),
    )  # fmt: skip


def _way(shipment: ShipmentPaper, words: Words) -> list[list[Cell]]:
    route = " – ".join(filter(None, (shipment.port_from, shipment.port_to)))
    carrier = " · ".join(filter(None, (shipment.carrier, shipment.vessel)))
    cubic = f"{shipment.volume_cm3 / 1_000_000:,.2f}" if shipment.volume_cm3 else ""
    volume = words.label("cubic_meters", volume=cubic) if cubic else ("", "")
    return rows_of(
        Cell("orders_ref", ", ".join(shipment.orders)), Cell("mode_of_transport", *_mode(shipment, words)),
        Cell("transport_document", shipment.transport_number), Cell("carrier_vessel", carrier), Cell("route", route),
        day_cell("expected_on", shipment.expected_on, words), Cell("consignee", shipment.consignee),
        Cell("containers", _containers(shipment, words.english)),
        Cell("packages", str(shipment.package_count) if shipment.package_count else ""),
        Cell("gross_weight", *_kilograms(shipment.weight_g, words)), Cell("volume", *volume),
    )  # fmt: skip


def _containers(shipment: ShipmentPaper, language: Language) -> str:
    return "; ".join(
        language.label("container_seal", container=code, seal=seal) if seal else code
        for code, seal in shipment.containers
    )


def _mode(shipment: ShipmentPaper, words: Words) -> tuple[str, str]:
    return words.label(f"mode_{shipment.mode}") if shipment.mode in _MODES else (shipment.mode, "")


def _kilograms(weight_g: int | None, words: Words) -> tuple[str, str]:
    return words.label("kilograms", weight=f"{weight_g / 1000:,.1f}") if weight_g else ("", "")


def _dated(number: str, day: object, language: Language) -> str:
    from datetime import date

    return " · ".join(filter(None, (number, language.day(day) if isinstance(day, date) else "")))


def _customs_columns(shipment: ShipmentPaper) -> tuple[Col, ...]:
    return (
        Col("no", 22.0, 0.5), Col("item"), Col("hs_code", 54.0), Col("origin_short", 42.0),
        Col("quantity", 42.0, 1.0, strong=True), Col("unit_of_issue", 50.0),
        Col("total_value", 72.0, 1.0, params=(("currency", shipment.currency),)),
    )  # fmt: skip


def _customs_rows(shipment: ShipmentPaper, words: Words) -> tuple[GoodsRow, ...]:
    return tuple(
        GoodsRow(
            (
                one.line_no, Goods(one.description, one.code, one.translations, _details(one, words.english)), one.hs,
                one.origin, one.quantity, words.unit(one.unit, one.quantity), amount(one.value_minor, shipment.currency),
            )
        )
        for one in shipment.goods
    )  # fmt: skip


def _details(one: PaperGoods, language: Language) -> tuple[str, ...]:
    found = []
    if one.un_number or one.hazard_class:
        found.append(_dangerous(one, language))
    if one.lot:
        found.append(language.label("lot", lot=one.lot))
    if one.expires_on:
        found.append(language.label("expires", date=language.day(one.expires_on)))
    return tuple(found)


def _package_rows(package: PaperPackage, words: Words) -> list[GoodsRow]:
    """Return a heading for what holds packages, and a line for each thing in a carton."""
    kilos = f"{package.weight_g / 1000:,.1f}" if package.weight_g else ""
    size = _centimeters(package.size_mm)
    if package.kind not in _BOXES:
        english = (
            words.english.label("container_seal", container=package.code, seal=package.seal)
            if package.seal
            else package.code
        )
        weight = words.english.label("kilograms", weight=kilos) if kilos else ""
        rows = [GoodsRow(heading=(" · ".join(filter(None, (english, weight))), ""))]
        return [*rows, *(_packed_row(package.code, one, words, "", "") for one in package.goods)]
    if not package.goods:
        return [GoodsRow((package.code, "—", None, None, kilos, size))]
    return [
        _packed_row(package.code if at == 0 else "", one, words, kilos if at == 0 else "", size if at == 0 else "")
        for at, one in enumerate(package.goods)
    ]


def _packed_row(code: str, one: PaperGoods, words: Words, kilos: str, size: str) -> GoodsRow:
    goods = Goods(one.description, one.code, one.translations, _details(one, words.english))
    return GoodsRow((code, goods, one.quantity, words.unit(one.unit, one.quantity), kilos, size), (one.serials,))


def _centimeters(size_mm: str) -> str:
    sides = size_mm.split("x")
    if len(sides) != 3 or not all(side.strip().isdigit() for side in sides):
        return size_mm
    return " × ".join(f"{int(side) / 10:g}" for side in sides)


def _total(shipment: ShipmentPaper, words: Words, *, value: bool = True) -> Total:
    counted = per_unit(_counts(shipment.goods), words)
    total = sum(one.value_minor for one in shipment.goods)
    return Total("total", counted, f"{shipment.currency} {amount(total, shipment.currency)}" if value else "")


def _counts(goods: Iterable[PaperGoods]) -> list[tuple[str, int]]:
    return [(one.unit, one.quantity) for one in goods]
