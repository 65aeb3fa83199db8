"""The declarative base, column types and guards that every feature's `records.py` uses.

Days are ISO text, instants UTC text with milliseconds: both sort, and read well in any tool.
Source: conventions.md 12–20; architecture.md 2 (append-only triggers).
"""

from __future__ import annotations

import os
import time
import uuid
from datetime import date, datetime
from enum import StrEnum
from typing import Annotated

from sqlalchemy import Dialect, Enum, Integer, LargeBinary, MetaData, String, TypeDecorator
from sqlalchemy.orm import DeclarativeBase, mapped_column

from inl_logistics.kernel.dates import instant_from_text, instant_text

NAMING = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s",
    "pk": "pk_%(table_name)s",
}


class Day(TypeDecorator[date]):
    """A calendar day as ISO text."""

    impl = String
    cache_ok = True

    def process_bind_param(self, value: date | None, dialect: Dialect) -> str | None:  # noqa: ARG002
        """Write the day as text."""
        return None if value is None else value.isoformat()

    def process_result_value(self, value: str | None, dialect: Dialect) -> date | None:  # noqa: ARG002
        """Read the day back."""
        return None if value is None else date.fromisoformat(value)


class Instant(TypeDecorator[datetime]):
    """An aware instant as UTC text with milliseconds."""

    impl = String
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> str | None:  # noqa: ARG002
        """Write the instant as text."""
        return None if value is None else instant_text(value)

    def process_result_value(self, value: str | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002
        """Read the instant back."""
        return None if value is None else instant_from_text(value)


def _values(kind: type[StrEnum]) -> list[str]:
    return [member.value for member in kind]


class Base(DeclarativeBase):
    """Base of all records; enums are stored by value with a CHECK."""

    metadata = MetaData(naming_convention=NAMING)
    type_annotation_map = {  # noqa: RUF012 - read by SQLAlchemy as it is
        date: Day,
        datetime: Instant,
        bytes: LargeBinary,
        StrEnum: Enum(StrEnum, native_enum=False, create_constraint=True, values_callable=_values, length=24),
    }


Key = Annotated[int, mapped_column(Integer, primary_key=True)]
Uid = Annotated[bytes, mapped_column(LargeBinary(16), unique=True, default=lambda: uuid7())]
Text = Annotated[str, mapped_column(String, default="")]
Flag = Annotated[bool, mapped_column(default=False)]
Count = Annotated[int, mapped_column(Integer, default=0)]
Version = Annotated[int, mapped_column(Integer, default=1)]

# Columns that came later stand last, with a default in the database: ADD COLUMN puts them there in older files.
Added = Annotated[str, mapped_column(String, default="", server_default="")]
AddedFlag = Annotated[bool, mapped_column(default=False, server_default="0")]
AddedCount = Annotated[int, mapped_column(Integer, default=0, server_default="0")]

# SQL run after the tables are made: triggers and virtual tables, in the order in which they were added.
EXTRA_SQL: list[str] = []


def append_only(table: str, *, but: str = "") -> None:
    """Guard a table of posted facts: triggers refuse UPDATE and DELETE.

    `recursive_triggers=ON` (set by the engine) makes INSERT OR REPLACE fail here too.
    `but`: a condition on OLD and NEW under which an update is allowed.
    """
    unless = f" WHEN NOT ({but})" if but else ""
    EXTRA_SQL.append(
        f"CREATE TRIGGER guard_{table}_update BEFORE UPDATE ON {table}{unless} "
        f"BEGIN SELECT RAISE(ABORT, 'posted-fact-is-final: {table}'); END"
    )
    EXTRA_SQL.append(
        f"CREATE TRIGGER guard_{table}_delete BEFORE DELETE ON {table} "
        f"BEGIN SELECT RAISE(ABORT, 'posted-fact-is-final: {table}'); END"
    )


def uuid7(now_ms: int | None = None) -> bytes:
    """Return a time-ordered UUID (version 7) as 16 bytes."""
    stamp = time.time_ns() // 1_000_000 if now_ms is None else now_ms
    random = bytearray(os.urandom(10))
    random[0] = 0x70 | (random[0] & 0x0F)
    random[2] = 0x80 | (random[2] & 0x3F)
    return stamp.to_bytes(6, "big") + bytes(random)


def uid_text(uid: bytes) -> str:
    """Write a uid in the usual hyphenated form."""
    return str(uuid.UUID(bytes=uid))
