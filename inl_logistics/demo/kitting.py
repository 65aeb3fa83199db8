"""The story's kits: one of the post's own, assembled ahead with exact serials, one broken up, a new version in draft."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import text
from sqlalchemy.orm import Session

from inl_logistics.catalog.drafts import LocalName
from inl_logistics.catalog.kits import KitDraft, KitLineDraft, release_version, save_kit
from inl_logistics.catalog.sizes import SizeTableDraft, save_size_table
from inl_logistics.kits.building import AssembleDraft, SizeChoice, assemble, break_up

if TYPE_CHECKING:
    from inl_logistics.demo.make import Demo

PARTS = (("ARM-02", "XL", 1), ("RIO-01", "L", 1), ("RST-01", "standard", 1), ("MED-01", "", 1), ("PPE-01", "L", 1))


_NAMES = (LocalName("es", "Equipo de respuesta del oficial de puerta"),)


def build(demo: Demo) -> None:
    """Describe the gate officer's kit, assemble four, break one up, and draft its next version."""
    demo.on(4, 10)
    lines = tuple(
        KitLineDraft(
            quantity, demo.work.read(_item, code), variant_id=None if code == "ARM-02" else demo.variant(code, size)
        )
        for code, size, quantity in PARTS
    )
    kit = demo.work.write(
        save_kit,
        KitDraft(
            "K-POST", "Gate Officer Response Kit", lines=lines, description="Kept ready at the gates.", names=_NAMES
        ),
    )
    demo.work.write(release_version, kit, demo.work.today())
    vest = (SizeChoice(demo.work.read(_item, "ARM-02"), demo.variant("ARM-02", "XL")),)
    builds = demo.work.write(
        assemble, AssembleDraft(kit, demo.stores["MAIN"], 4, vest, note="For the spring inspection")
    )
    demo.on(2, 11)
    demo.work.write(break_up, builds[-1], reason="Vest needed for the academy")
    more = (*lines, KitLineDraft(2, demo.work.read(_item, "MED-03"), remarks="One for each thigh"))
    kept = demo.work.read(_version, kit)
    demo.work.write(
        save_kit,
        KitDraft(
            "K-POST", "Gate Officer Response Kit", id=kit, version=kept, lines=more, description="Kept ready at the gates.",
            note="Tourniquets after the first-aid course",
        ),
    )  # fmt: skip
    demo.work.write(save_size_table, SizeTableDraft("Prison service belts", "S-3XL"))


def _item(session: Session, code: str) -> int:
    return int(session.execute(text("SELECT id FROM item WHERE code = :c"), {"c": code}).scalar_one())


def _version(session: Session, kit: int) -> int:
    return int(session.execute(text("SELECT version FROM kit WHERE id = :k"), {"k": kit}).scalar_one())
