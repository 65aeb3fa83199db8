"""How the distribution plan is laid out: a heading for each recipient, then all goods together with their cost."""

from __future__ import annotations

from datetime import datetime

from inl_logistics.paper.blocks import Cell
from inl_logistics.paper.figures import amount, per_unit
from inl_logistics.paper.goodsform import Col, Goods, GoodsForm, GoodsRow, Total, day_cell, named_cell, rows_of, write
from inl_logistics.paper.languages import Words
from inl_logistics.paper.model import Mark, Named, PaperSize, Signer, SignerRole
from inl_logistics.requirements.documents import PlanGoods, PlanPaper, PlanShare


def write_plan(plan: PlanPaper, *, printed_at: datetime, language: str, paper: PaperSize, mark: Mark) -> bytes:
    """Write the plan."""
    words = Words.of(language)
    columns = (
        Col("no", 22.0, 0.5), Col("item"), Col("quantity", 52.0, 1.0, strong=True), Col("unit_of_issue", 60.0),
        Col("estimated_value", 80.0, 1.0, params=(("currency", "USD"),)),
    )  # fmt: skip
    counted = per_unit(((one.unit, one.quantity) for one in plan.goods), words)
    form = GoodsForm(
        "distribution_plan", plan.number, plan.form, plan.letterhead, _band(plan, words), columns, _rows(plan, words),
        Total("total", counted, f"USD {amount(plan.estimate_minor, 'USD')}"), _remarks(plan, words),
        "plan_certification",
        (
            Signer(SignerRole.REQUESTED, plan.requested, Named(plan.requested_title)),
            Signer(SignerRole.APPROVED, plan.approved, Named(plan.approved_title)),
        ),
        form_version=plan.form_version, mark=mark,
    )  # fmt: skip
    return write(form, words, printed_at=printed_at, paper=paper)


def _band(plan: PlanPaper, words: Words) -> tuple[list[Cell], ...]:
    priority = words.label(f"priority_{plan.priority}")
    return (
        [
            Cell("plan_no", plan.number or "—", weight=1.3, large=True), day_cell("date", plan.dated_on, words),
            named_cell("organization", plan.agency.text, plan.agency.native, weight=1.4),
        ],
        *rows_of(
            Cell("title_of_plan", plan.title), Cell("agreement", plan.agreement), Cell("project", plan.project),
            Cell("priority", *priority), day_cell("need_by", plan.need_by, words),
            Cell("headcount", f"{plan.headcount:,}" if plan.headcount else ""),
            Cell("training_event", plan.training_event), Cell("host_request", plan.host_request),
            day_cell("approved_on", plan.approved_on, words),
        ),
    )  # fmt: skip


def _rows(plan: PlanPaper, words: Words) -> tuple[GoodsRow, ...]:
    rows: list[GoodsRow] = []
    number = 0
    for share in plan.shares:
        rows.append(GoodsRow(heading=_heading(share, words)))
        for line in share.lines:
            number += 1
            rows.append(_row(line, number, words))
    rows.append(GoodsRow(heading=words.label("goods_needed")))
    for at, one in enumerate(plan.goods, 1):
        rows.append(_row(one, at, words))
    return tuple(rows)


def _heading(share: PlanShare, words: Words) -> tuple[str, str]:
    english, local = words.label("persons", count=share.headcount)
    native = share.facility.native if words.local else ""
    names = [share.facility.text, share.unit.text if share.unit.text != share.facility.text else ""]
    when = words.day(share.planned_on)[0] if share.planned_on else ""
    first = " · ".join(filter(None, (*names, english, when)))
    return first, " · ".join(filter(None, (native, local)))


def _row(line: PlanGoods, number: int, words: Words) -> GoodsRow:
    details = [words.english.label("size_open")] if line.size_open else []
    if line.remarks:
        details.append(line.remarks)
    goods = Goods(line.description, line.code, line.translations, tuple(details))
    value = None if line.value_minor is None else amount(line.value_minor, "USD")
    return GoodsRow((number, goods, line.quantity, words.unit(line.unit, line.quantity), value))


def _remarks(plan: PlanPaper, words: Words) -> str:
    parts = [plan.justification]
    if plan.maintenance:
        parts.append(f"{words.english.label('maintenance')}: {plan.maintenance}")
    parts.append(plan.remarks)
    return "\n".join(filter(None, parts))
