"""The money of the story: letters of agreement with amendments, clauses and fund cites, and what happens to orders under them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

from sqlalchemy import text
from sqlalchemy.orm import Session

from inl_logistics.agreements.amending import (
    AmendmentDraft,
    ClauseDraft,
    FundDraft,
    ProjectAmount,
    amend_agreement,
    record_signed,
    save_clause,
    save_funds,
    save_project,
)
from inl_logistics.agreements.commands import AgreementDraft, ProjectDraft, save_agreement
from inl_logistics.agreements.records import ClauseKind
from inl_logistics.kernel.values import money_from_text
from inl_logistics.purchasing.amendments import (
    AmendDraft,
    MoveLinesDraft,
    amend_order,
    cancel_lines,
    move_lines,
)
from inl_logistics.purchasing.commands import OrderDraft, OrderLineDraft, draft_of, save_order

if TYPE_CHECKING:
    from inl_logistics.demo.make import Demo

Act = tuple[int, Callable[[], None]]
NEXT_PROJECT = "INL-26-CV-03"
_SIGNED = timedelta(days=600)

CLAUSES = (
    ClauseDraft(
        ClauseKind.END_USE,
        "The Government shall permit representatives of the Embassy to see the goods and their records at any time.", "Art. 5",
    ),
    ClauseDraft(
        ClauseKind.EXEMPTION, "Goods under this agreement enter free of duties, taxes and storage charges.", "Art. 7.2"
    ),
    ClauseDraft(
        ClauseKind.TITLE,
        "Title passes to the Government on the day its authorized officer signs the receipt of the goods.", "Art. 4",
    ),
)  # fmt: skip
_CITES = {
    "INL-24-CV-07": (FundDraft("1911 2022/2025", "INL-WHA-24", "1911CV0724", "3130", money_from_text("600000").minor),
                     FundDraft("1911 2023/2026", "INL-WHA-24B", "1911CV0725", "3130", money_from_text("300000").minor)),
    "INL-24-PO-02": (FundDraft("1911 2022/2025", "INL-WHA-24", "1911PO0224", "3126", money_from_text("300000").minor),),
}  # fmt: skip


def sign(demo: Demo) -> None:
    """Sign the agreements that the story begins with."""
    past = demo.today - _SIGNED
    demo.agreement = _agreement(
        demo,
        AgreementDraft(
            "LOA 2023-04", "Corrections and border security", demo.partners["Ministry of Justice"],
            past, demo.today + timedelta(days=40),
            (
                ProjectDraft("INL-24-CV-07", "Corrections response", "INCLE", 2024, money_from_text("900000").minor),
                ProjectDraft(
                    "INL-24-PO-02", "Border police radios", "INCLE", 2024, money_from_text("300000").minor,
                    categories=("Communications",),
                ),
            ),
            host_signer="Elena Barrios, Minister of Justice",
        ),
    )  # fmt: skip
    _agreement(
        demo,
        AgreementDraft(
            "LOA 2025-02", "Coast guard search and rescue", demo.partners["Ministry of the Interior"],
            demo.today - timedelta(days=460), demo.today + timedelta(days=62),
            (ProjectDraft("INL-25-MA-01", "Boarding teams", "INCLE", 2025, money_from_text("120000").minor),),
        ),
    )  # fmt: skip
    _agreement(
        demo,
        AgreementDraft(
            "LOA 2019-07", "Police academy", demo.partners["Ministry of the Interior"],
            demo.today - timedelta(days=2600), demo.today - timedelta(days=410),
            (ProjectDraft("INL-19-PA-01", "Academy furniture", "INCLE", 2019, money_from_text("80000").minor),),
        ),
    )  # fmt: skip
    demo.projects = demo.work.read(_projects)
    for code, cites in _CITES.items():
        demo.work.write(save_funds, demo.projects[code], cites)
    for clause in CLAUSES:
        demo.work.write(save_clause, demo.agreement, clause)


def acts(demo: Demo) -> list[Act]:
    """Return what happens to the money, with how many days ago."""
    return [
        (310, _more(demo)),
        (58, _longer(demo)),
        (44, _move(demo)),
        (30, _later(demo)),
        (25, _fewer(demo)),
        (2, _draft(demo)),
    ]


def _agreement(demo: Demo, draft: AgreementDraft) -> int:
    agreement = demo.work.write(save_agreement, draft)
    demo.work.write(record_signed, agreement)
    return agreement


def _more(demo: Demo) -> Callable[[], None]:
    def act() -> None:
        day = demo.on(310)
        amounts = (ProjectAmount(demo.projects["INL-24-CV-07"], money_from_text("150000").minor),)
        demo.work.write(
            amend_agreement, AmendmentDraft(demo.agreement, day, amounts, note="Second tranche, response teams")
        )

    return act


def _longer(demo: Demo) -> Callable[[], None]:
    """The agreement is prolonged, gets a project of the next year, and its end-use clause is worded anew."""

    def act() -> None:
        day = demo.on(58)
        project = ProjectDraft(NEXT_PROJECT, "Corrections response, second phase", "INCLE", 2026)
        demo.projects[NEXT_PROJECT] = demo.work.write(
            save_project, demo.agreement, project, (FundDraft("1911 2025/2028", "INL-WHA-26", "1911CV0326", "3130"),)
        )
        wording = replace(
            CLAUSES[0], reference="Art. 5 as amended",
            wording="The Government shall permit representatives of the Embassy to see the goods and their records, announced or not.",
        )  # fmt: skip
        demo.work.write(
            amend_agreement,
            AmendmentDraft(
                demo.agreement, day, (ProjectAmount(demo.projects[NEXT_PROJECT], money_from_text("250000").minor),), (wording,),
                demo.today + timedelta(days=900), "Prolonged; new project for the second phase",
            ),
        )  # fmt: skip

    return act


def _move(demo: Demo) -> Callable[[], None]:
    def act() -> None:
        day = demo.on(44)
        order = demo.work.read(_order, "Body armor, 120 sets")
        line = demo.work.read(_line, order, "ARM-04")
        reason = "Plates are paid by the second phase"
        demo.work.write(move_lines, MoveLinesDraft(order, (line,), demo.projects[NEXT_PROJECT], day, reason))

    return act


def _later(demo: Demo) -> Callable[[], None]:
    def act() -> None:
        day = demo.on(30)
        order = demo.work.read(_order, "Hand-held radios, 60")
        found = demo.work.read(draft_of, order)
        later = replace(
            found, need_by=(found.need_by or day) + timedelta(days=21), remarks="Ship with chargers of the second lot."
        )
        demo.work.write(amend_order, AmendDraft(later, "Vendor asked for three weeks more", day))

    return act


def _fewer(demo: Demo) -> Callable[[], None]:
    """An order of which one line will not come."""

    def act() -> None:
        demo.on(25)
        order = demo.work.read(_order, "Radios for border posts")
        line = demo.work.read(_line, order, "COM-03")
        found = demo.work.read(draft_of, order)
        more = tuple(replace(one, quantity=one.quantity + 6) if one.id == line else one for one in found.lines)
        demo.work.write(amend_order, AmendDraft(replace(found, lines=more), "Six more chargers"))
        demo.work.write(cancel_lines, order, (line,), reason="The model is no longer made")

    return act


def _draft(demo: Demo) -> Callable[[], None]:
    def act() -> None:
        day = demo.on(2)
        lines = (
            OrderLineDraft(demo.variant("RST-01", "standard"), 150, 36_000_000, serial_list=True),
            OrderLineDraft(demo.variant("RES-02", ""), 120, 46_000_000, lot_required=True, min_life_months=24),
        )
        demo.work.write(
            save_order,
            OrderDraft(
                lines, title="Restraints and filters, second phase", vendor_id=demo.partners["Northgate Tactical Supply"],
                agreement_id=demo.agreement, project_id=demo.projects[NEXT_PROJECT], ordered_on=day,
                need_by=demo.today + timedelta(days=120), incoterm="CIP", incoterm_place="Puerto Claro", amendment="2",
            ),
        )  # fmt: skip

    return act


def _projects(session: Session) -> dict[str, int]:
    return {row.code: row.id for row in session.execute(text("SELECT id, code FROM project"))}


def _order(session: Session, title: str) -> int:
    return int(session.execute(text("SELECT id FROM purchase_order WHERE title = :t"), {"t": title}).scalar_one())


def _line(session: Session, order: int, code: str) -> int:
    return int(
        session.execute(
            text(
                "SELECT l.id FROM order_line l JOIN variant v ON v.id = l.variant_id JOIN item i ON i.id = v.item_id"
                " WHERE l.order_id = :o AND i.code = :c"
            ),
            {"o": order, "c": code},
        ).scalar_one()
    )
