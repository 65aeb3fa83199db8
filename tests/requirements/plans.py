"""A post with stock and a plan for two facilities; invented."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from sqlalchemy import text
from sqlalchemy.orm import Session

from inl_logistics.catalog.commands import ItemDraft, VariantDraft, save_item
from inl_logistics.kernel.actor import Override
from inl_logistics.kernel.values import Tracking
from inl_logistics.partners.commands import PartnerDraft, save_partner
from inl_logistics.partners.records import PartnerKind
from inl_logistics.requirements.commands import (
    DecisionDraft,
    PersonSize,
    RecipientDraft,
    RequirementDraft,
    RequirementLineDraft,
    decide,
    save_requirement,
    submit,
)
from inl_logistics.requirements.records import Basis
from tests.builders import TODAY, Post, puerto_claro


@dataclass
class Planned:
    """The post, two facilities, a shirt in two sizes, cuffs by serial, a kit of both for one person."""

    post: Post
    second: int
    shirt: int
    sizes: dict[str, int]
    cuffs: int
    cuffs_item: int
    kit: int

    def draft(self, **more: object) -> RequirementDraft:
        """A plan: one kit for each of 3 and 2 persons, all sizes known."""
        first, second = ("M", "M", "L"), ("L", "M")
        values: dict[str, object] = {
            "title": "Graduation, class 41", "agency_id": self.post.agency, "justification": "New officers",
            "need_by": TODAY + timedelta(days=30), **more,
        }  # fmt: skip
        return RequirementDraft(
            (self._recipient(self.post.facility, first), self._recipient(self.second, second)),
            (RequirementLineDraft(1, Basis.PERSON, kit_id=self.kit),),
            **values,  # type: ignore[arg-type]
        )

    def _recipient(self, facility: int, sizes: tuple[str, ...]) -> RecipientDraft:
        roster = tuple(PersonSize(number, self.shirt, size) for number, size in enumerate(sizes, 1))
        return RecipientDraft(facility, self.post.unit, self.post.person, len(sizes), sizes=roster)

    def approved(self, **more: object) -> int:
        """A plan that was submitted and approved (with the exception recorded: one person at the post)."""
        work = self.post.work
        plan = work.write(save_requirement, self.draft(**more))
        work.write(submit, plan)
        own = (Override("self-approval", "Alone at the post", work.actor.user_id, work.actor.name),)
        work.write(decide, DecisionDraft(plan, approve=True), overrides=own)
        return plan

    def one(self, query: str, **values: object) -> object:
        """Ask the database for one value."""
        return self.post.work.read(lambda session: session.execute(text(query), values).scalar())


def planned(folder: Path) -> Planned:
    """Make it."""
    post = puerto_claro(folder)
    shirt = post.work.write(
        save_item,
        ItemDraft(code="UNI-01", name="Duty shirt", tracking=Tracking.QUANTITY, price_micros=22_000_000,
                  variants=(VariantDraft(size="M"), VariantDraft(size="L"))),
    )  # fmt: skip
    cuffs = post.item("RST-01", name="Handcuffs", tracking=Tracking.SERIAL)
    second = post.work.write(save_partner, PartnerDraft(PartnerKind.FACILITY, "El Faro Center", parent_id=post.unit))

    def add_kit(session: Session, *, by: object, at: object) -> int:
        kit = session.execute(
            text("INSERT INTO kit (uid, code, name, persons, indicative) VALUES (randomblob(16), 'K-GRAD',"
                 " 'Graduate kit', 1, 0) RETURNING id")
        ).scalar_one()  # fmt: skip
        item = session.execute(text("SELECT item_id FROM variant WHERE id = :v"), {"v": cuffs}).scalar_one()
        for part, quantity in ((shirt, 3), (item, 1)):
            session.execute(
                text(
                    "INSERT INTO kit_line (kit_id, kit_version, item_id, quantity, optional) VALUES (:k, 1, :i, :q, 0)"
                ),
                {"k": kit, "i": part, "q": quantity},
            )
        return int(kit)

    kit = post.work.write(add_kit)

    def sizes(session: Session) -> dict[str, int]:
        rows = session.execute(text("SELECT size, id FROM variant WHERE item_id = :i"), {"i": shirt})
        return {row[0]: row[1] for row in rows}

    found = post.work.read(sizes)
    item = post.work.read(
        lambda session: session.execute(text("SELECT item_id FROM variant WHERE id = :v"), {"v": cuffs}).scalar_one()
    )
    return Planned(post, int(second), int(shirt), found, cuffs, int(item), kit)
