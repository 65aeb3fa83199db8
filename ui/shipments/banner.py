"""The banner of a shipment's page: received, reversed, what is missing, what lateness costs, what warns before booking."""

from __future__ import annotations

from typing import TYPE_CHECKING

from inl_logistics.kernel.sentences import sentence
from inl_logistics.kernel.translation import _
from inl_logistics.shipments.queries import ShipmentDetail
from inl_logistics.shipments.records import PaperKind
from ui.shipments import words

if TYPE_CHECKING:
    from ui.shipments.detail import ShipmentPage

# Customs release goods that are there: nobody asks for it before.
_AT_BORDER = frozenset({"arrived", "in-customs", "delivered", "partly-delivered"})


def show_banner(page: ShipmentPage, record: ShipmentDetail) -> None:
    """Say the one thing that the officer must know of a shipment, with the act that belongs to it."""
    missing = [
        paper for paper in record.papers
        if paper.required and not paper.is_there and (paper.kind != PaperKind.CUSTOMS_RELEASE or record.state in _AT_BORDER)
    ]  # fmt: skip
    open_ = not record.history and record.state not in ("draft", "closed", "canceled")
    said = words.consequences(record, today=page.context.today())
    if record.receiving_state == "posted":
        page.banner.show_message("info", _("This shipment was received."), _("Open report"), page.open_receiving)
    elif record.receiving_state == "reversed":
        page.banner.show_message("warn", _("The receiving was reversed; count these goods again."),
                                 _("Open report"), page.open_receiving)  # fmt: skip
    elif missing and open_:
        name = _(words.PAPERS[PaperKind(missing[-1].kind)])
        said.insert(0, _("{paper} is missing.").format(paper=name))
        page.banner.show_message("warn", " ".join(said), _("Enter it"), lambda: page.acting.paper(missing[-1].kind))
    elif said:
        page.banner.show_message("warn", " ".join(said), _("Milestone…"), lambda: page.acting.milestone())
    elif record.warnings and record.state == "draft":
        page.banner.show_message(
            "warn", " ".join(map(sentence, record.warnings)), _("Marks") if record.marks else "", page.show_marks
        )
    else:
        page.banner.hide()
