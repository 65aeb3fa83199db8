"""Every setting of a post, declared once: name, type, default, meaning.

Values are kept as JSON; one not stored has its default. Source: conventions.md 22, models.md 1.8.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Generic, TypeVar
from zoneinfo import ZoneInfo

import msgspec
from sqlalchemy import text
from sqlalchemy.orm import Session

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Setting(Generic[T]):
    """One declared setting."""

    name: str
    kind: Any
    default: T


# Who may keep a copy of a receipt, in the order of the paper. Source: product.md 8 (Receipt).
RECEIPT_COPIES = ("custodian", "inl_file", "ministry", "end_use", "property")


@dataclass(frozen=True, slots=True)
class PostProfile:
    """Who and where the post is, and how its paper looks."""

    code: str = "PCL"
    name: str = "Embassy Puerto Claro"
    country: str = ""
    timezone: str = "UTC"
    paper: str = "a4"
    language: str = "es"
    letterhead: tuple[str, ...] = ()
    letterhead_local: tuple[str, ...] = ()
    place: str = ""
    copies: tuple[str, ...] = RECEIPT_COPIES


@dataclass(frozen=True, slots=True)
class Rules:
    """Numbers that a post may change. Sources: domain.md 7 (defaults marked there as settings)."""

    backdating_days: int = 400
    over_receipt_percent: int = 0
    vetting_months: int = 12
    min_life_months: int = 12
    lock_after_minutes: int = 15
    late_signature_days: int = 7
    expiring_days: int = 90
    claim_days: int = 14
    report_loss_days: int = 10
    adjustment_limit_usd: int = 2_500
    attachment_mb: int = 25
    count_days_a: int = 90
    count_days_b: int = 180
    count_days_c: int = 365


POST: Setting[PostProfile] = Setting("post", PostProfile, PostProfile())
RULES: Setting[Rules] = Setting("rules", Rules, Rules())
DEMO: Setting[bool] = Setting("demo", bool, False)
PROVEN_THROUGH: Setting[int] = Setting("proven-through", int, 0)


def get(session: Session, setting: Setting[T]) -> T:
    """Return the value of a setting."""
    stored = session.execute(text("SELECT value FROM setting WHERE name = :n"), {"n": setting.name}).scalar()
    if stored is None:
        return setting.default
    value: T = msgspec.json.decode(stored, type=setting.kind)
    return value


def put(session: Session, setting: Setting[T], value: T) -> None:
    """Store the value of a setting."""
    session.execute(
        text("INSERT INTO setting (name, value) VALUES (:n, :v) ON CONFLICT (name) DO UPDATE SET value = :v"),
        {"n": setting.name, "v": msgspec.json.encode(value).decode()},
    )


def local_day(session: Session, at: datetime) -> date:
    """Return the calendar day of an instant at the post."""
    return at.astimezone(ZoneInfo(get(session, POST).timezone)).date()
