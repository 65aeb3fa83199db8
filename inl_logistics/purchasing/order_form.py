"""How the order record is laid out."""

from __future__ import annotations

from datetime import datetime

from inl_logistics.kernel.values import UnitPrice, value_left
from inl_logistics.paper.blocks import Cell
from inl_logistics.paper.figures import amount, per_unit
from inl_logistics.paper.goodsform import Col, Goods, GoodsForm, GoodsRow, Total, day_cell, named_cell, rows_of, write
from inl_logistics.paper.languages import Words
from inl_logistics.paper.model import Mark, Named, PaperSize, Signer, SignerRole
from inl_logistics.purchasing.documents import OrderPaper, OrderPaperLine


def write_order(order: OrderPaper, *, printed_at: datetime, language: str, paper: PaperSize, mark: Mark) -> bytes:
    """Write the order record."""
    words = Words.of(language)
    currency = (("currency", order.currency),)
    columns = (
        Col("no", 22.0, 0.5), Col("item"), Col("quantity", 46.0, 1.0, strong=True), Col("unit_of_issue", 54.0),
        Col("unit_price", 68.0, 1.0, params=currency), Col("total_value", 74.0, 1.0, params=currency),
    )  # fmt: skip
    left = [(line.unit, line.quantity - line.canceled) for line in order.lines]
    value = sum(_worth(line) for line in order.lines)
    form = GoodsForm(
        "order_record", order.number, order.form, order.letterhead, _band(order, words), columns,
        tuple(_row(line, order, words) for line in order.lines),
        Total("total", per_unit(left, words), f"{order.currency} {amount(value, order.currency)}"),
        _remarks(order, words), "order_certification",
        (
            Signer(SignerRole.PREPARED, order.prepared, Named(order.prepared_title)),
            Signer(SignerRole.APPROVED),
        ),
        form_version=order.form_version, mark=_mark(order, mark),
    )  # fmt: skip
    return write(form, words, printed_at=printed_at, paper=paper)


def _band(order: OrderPaper, words: Words) -> tuple[list[Cell], ...]:
    amended = str(order.amendment) if order.amendment else ""
    agreement = " · ".join(filter(None, (order.agreement, order.agreement_amendment)))
    return (
        [
            Cell("order_no", order.number or "—", weight=1.3, large=True), day_cell("date", order.dated_on, words),
            named_cell("vendor", order.vendor.text, order.vendor.native, weight=1.4),
        ],
        *rows_of(
            Cell("title_of_order", order.title), Cell("amendment", amended), day_cell("amended_on", order.amended_on, words),
            _state_cell(order, words), Cell("contract", order.contract_number), Cell("vendor_number", order.source_number),
            Cell("pr_number", order.pr_number), Cell("agreement", agreement), Cell("project", order.project),
            Cell("fund_cite", order.fund_cite), Cell("obligation", order.obligation_number),
            Cell("incoterm", order.incoterm), day_cell("need_by", order.need_by, words), Cell("ship_to", order.ship_to),
            Cell("mark_for", order.mark_for), Cell("consignee", order.consignee),
            Cell("inspection_point", order.inspection_point), Cell("cor", order.cor), Cell("gtm", order.gtm),
            Cell("export_authorization", order.export_authorization),
        ),
    )  # fmt: skip


def _state_cell(order: OrderPaper, words: Words) -> Cell:
    """Say how and when an order ended, and why; empty while it has not."""
    if not order.ended:
        return Cell("state", "")
    english, local = words.label(f"order_{order.ended.replace('-', '_')}")
    day = words.english.day(order.ended_on) if order.ended_on else ""
    return Cell("state", " · ".join(filter(None, (english, day, order.ended_reason))), local)


def _mark(order: OrderPaper, mark: Mark) -> Mark:
    """A draft and a canceled order say so across the page."""
    if mark is not Mark.NONE:
        return mark
    return Mark.DRAFT if order.number is None else Mark.VOID if order.ended == "canceled" else Mark.NONE


def _row(line: OrderPaperLine, order: OrderPaper, words: Words) -> GoodsRow:
    english = words.english
    details = []
    if line.vendor_item:
        details.append(english.label("vendor_item", code=line.vendor_item))
    if line.canceled:
        details.append(english.label("canceled_units", count=line.canceled))
    if line.project and line.project != order.project:
        details.append(f"{english.label('project')} {line.project}")
    if line.origin:
        details.append(english.label("origin", country=line.origin))
    if line.warranty_months:
        details.append(english.label("warranty", months=line.warranty_months))
    if line.min_life_months:
        details.append(english.label("min_life", months=line.min_life_months))
    if line.serial_list:
        details.append(english.label("serial_list_required"))
    if line.lot_required:
        details.append(english.label("lot_list_required"))
    price = UnitPrice(line.price_micros, order.currency)
    goods = Goods(line.description, line.code, line.translations, tuple(details))
    quantity = line.quantity - line.canceled
    return GoodsRow(
        (line.line_no, goods, quantity, words.unit(line.unit, quantity), _price(price),
         amount(_worth(line), order.currency))
    )  # fmt: skip


def _worth(line: OrderPaperLine) -> int:
    return value_left(line.value_minor, line.quantity, line.canceled)


def _price(price: UnitPrice) -> str:
    """Write a unit price with at least two and at most six places."""
    whole, part = divmod(price.micros, 1_000_000)
    digits = f"{part:06d}".rstrip("0").ljust(2, "0")
    return f"{whole:,}.{digits}"


def _remarks(order: OrderPaper, words: Words) -> str:
    parts = [
        f"{words.english.label(key)}: {value}"
        for key, value in (("packing", order.packing), ("marking", order.marking), ("hazmat", order.hazmat))
        if value
    ]
    return "\n".join(filter(None, (*parts, order.remarks)))
