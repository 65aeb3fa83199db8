"""Playing the story: the same commands as the window, with a clock that walks through the year."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from sqlalchemy import select, text
from sqlalchemy.orm import Session

from inl_logistics.catalog.commands import VariantDraft, save_item
from inl_logistics.catalog.queries import draft as item_draft
from inl_logistics.catalog.records import ItemRecord
from inl_logistics.database.keys import Cost
from inl_logistics.demo import money, play, story
from inl_logistics.kernel.problems import EnvironmentFault
from inl_logistics.newpost import PostDraft, create_post
from inl_logistics.partners.commands import (
    PartnerDraft,
    PersonDraft,
    StoreDraft,
    VettingDraft,
    record_vetting,
    save_partner,
    save_person,
    save_store,
)
from inl_logistics.partners.records import PartnerKind, Service, VettingResult
from inl_logistics.settings.declared import DEMO, PostProfile, put
from inl_logistics.users.commands import UserDraft
from inl_logistics.workspace import Workspace, utc_now

DEMO_PASSWORD = "puerto-claro"  # noqa: S105 - stated on purpose: the demo holds nothing real
LOGIN = "dana"
POST_FOLDER = "puerto-claro"
_LONG_AGO = timedelta(days=600)


@dataclass(frozen=True, slots=True)
class Paper:
    """A file that the demo leaves, and what it is."""

    name: str
    what: str


@dataclass(frozen=True, slots=True)
class Made:
    """The finished demo."""

    post: Path
    login: str
    password: str
    papers: tuple[Paper, ...]
    left_out: tuple[str, ...]


@dataclass
class Walk:
    """A clock that the story turns; between acts it goes on by seconds."""

    now: datetime

    def __call__(self) -> datetime:
        """Return the instant and go on."""
        self.now += timedelta(seconds=7)
        return self.now


@dataclass
class Demo:
    """The post while its story is played, with the ids the story refers to by name."""

    work: Workspace
    clock: Walk
    today: date
    folder: Path
    partners: dict[str, int] = field(default_factory=dict)
    people: dict[str, int] = field(default_factory=dict)
    stores: dict[str, int] = field(default_factory=dict)
    projects: dict[str, int] = field(default_factory=dict)
    agreement: int = 0

    def on(self, days_ago: int, hour: int = 9) -> date:
        """Turn the clock to a morning and return the day."""
        day = self.today - timedelta(days=days_ago)
        moment = datetime(day.year, day.month, day.day, hour, 5, tzinfo=UTC)
        self.clock.now = min(moment, self.clock.now) if days_ago == 0 and moment > self.clock.now else moment
        return day

    def variant(self, code: str, size: str) -> int:
        """Return a variant by item code and size."""
        return self.work.read(_variant, code, size)


def make_demo(
    folder: Path, *, password: str | None = None, now: datetime | None = None, cost: Cost | None = None,
    papers: bool = True, progress: Callable[[int, int], None] | None = None,
) -> Made:  # fmt: skip
    """Make FOLDER/puerto-claro and, unless told not to, its papers and sheets in FOLDER.

    Raises: EnvironmentFault("path-exists") when the demo is there already; on failure nothing of it stays.
    """
    post = folder / POST_FOLDER
    if post.exists():
        raise EnvironmentFault("path-exists", path=post)
    secret = password or DEMO_PASSWORD
    moment = now or utc_now()
    try:
        demo = _open(post, secret, moment, cost)
        with demo.work:
            _prepare(demo)
            acts = play.acts(demo)
            for number, (_days, act) in enumerate(acts, 1):
                act()
                if progress is not None:
                    progress(number, len(acts))
            demo.clock.now = moment
            files = _papers(demo, folder) if papers else ()
    except BaseException:
        shutil.rmtree(post, ignore_errors=True)
        raise
    return Made(post, LOGIN, secret, files, LEFT_OUT)


LEFT_OUT = (
    (
        "Left out, because these parts are not built yet: end-use checks, "
        "loss and disposal cases, exchange between laptops."
    ),
)


def _open(post: Path, password: str, moment: datetime, cost: Cost | None) -> Demo:
    clock = Walk(moment - timedelta(days=430))
    profile = PostProfile(
        code="PCL", name="Embassy Puerto Claro", country="XX", timezone="UTC", paper="a4", language="es",
        letterhead_local=(
            "Embajada de los Estados Unidos de América · Puerto Claro",
            "Oficina Internacional de Asuntos Antinarcóticos y Cumplimiento de la Ley (INL) · Logística",
        ),
        place="Annex B, Embassy warehouse",
    )  # fmt: skip
    officer = UserDraft(LOGIN, "Dana Morales", "INL Logistics Officer")
    made = create_post(post, PostDraft(profile, officer, password), clock=clock, cost=cost)
    made.workspace.write(_mark_demo)
    return Demo(made.workspace, clock, moment.date(), post.parent)


def _mark_demo(session: Session, **_who: object) -> None:
    put(session, DEMO, True)


def _prepare(demo: Demo) -> None:
    work, past = demo.work, demo.today - _LONG_AGO
    for code, name, bins in story.STORES:
        demo.stores[code] = work.write(save_store, StoreDraft(code, name, bins=bins))
    for company, names in ((PartnerKind.VENDOR, story.VENDORS), (PartnerKind.CARRIER, story.CARRIERS)):
        for name in names:
            demo.partners[name] = work.write(save_partner, PartnerDraft(company, name))
    for kind, name, native, parent, service, days_left, commander in story.HOST:
        demo.partners[name] = work.write(
            save_partner,
            PartnerDraft(
                PartnerKind(kind), name, name_native=native, service=Service(service),
                parent_id=demo.partners.get(parent), parent_from=past, vetting_needed=days_left is not None,
            ),
        )  # fmt: skip
        if days_left is not None:
            title, title_native = story.TITLES[commander]
            demo.people[name] = work.write(
                save_person,
                PersonDraft(demo.partners[name], commander, title=title, title_native=title_native, commands=True),
            )
            _vet(demo, name, days_left)
    money.sign(demo)
    _minimums(demo)


def _vet(demo: Demo, unit: str, days_left: int) -> None:
    end = demo.today + timedelta(days=days_left)
    demo.work.write(
        record_vetting,
        VettingDraft(
            demo.partners[unit], VettingResult.CLEARED, valid_from=end - timedelta(days=900), valid_to=end,
            case_number=f"V-{1000 + days_left}",
        ),
    )  # fmt: skip


def _minimums(demo: Demo) -> None:
    for code in sorted({code for code, _size in story.MINIMUMS}):
        item_id = demo.work.read(_item, code)
        found = demo.work.read(item_draft, item_id)
        if found is None:
            raise AssertionError(code)
        variants = tuple(
            VariantDraft(one.size, story.MINIMUMS.get((code, one.size), one.minimum)) for one in found.variants
        )
        demo.work.write(save_item, replace(found, variants=variants))


def _papers(demo: Demo, folder: Path) -> tuple[Paper, ...]:
    from inl_logistics.demo.papers import write_papers

    return write_papers(demo, folder)


def _item(session: Session, code: str) -> int:
    return session.execute(select(ItemRecord.id).where(ItemRecord.code == code)).scalar_one()


def _variant(session: Session, code: str, size: str) -> int:
    found = session.execute(
        text("SELECT v.id FROM variant v JOIN item i ON i.id = v.item_id WHERE i.code = :c AND v.size = :s"),
        {"c": code, "s": size},
    )
    return int(found.scalar_one())
