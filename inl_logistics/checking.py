"""Checking a paper by its code, offline: issued as printed, altered, from an unknown device; void or reversed as known here.

    found = workspace.read(check_text, "INL:…", today=workspace.today())      # the text of a QR
    found = workspace.read(check_text, "7F3A-91C2", today=…)                  # the typed check code, for a document on file
    for text in texts_of_file(path): …                                        # a photo, a scan or a PDF

Source: product.md 8 (QR).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from sqlalchemy import Row, text
from sqlalchemy.orm import Session

from inl_logistics.handovers import documents, notes
from inl_logistics.kernel.dates import short
from inl_logistics.kernel.problems import BadInput
from inl_logistics.kernel.translation import N_, _
from inl_logistics.kernel.values import DocumentId
from inl_logistics.register import codes, seals
from inl_logistics.register.codes import PaperCode, Verdict
from inl_logistics.register.devicekeys import KnownKey, known_keys
from inl_logistics.register.numbers import screen_number
from inl_logistics.register.records import Fact

ENDED = frozenset({"void", "refused", "reversed"})
ON_FILE = "on-file"
FIELDS = {
    "number": N_("the number"), "date": N_("the date"), "lines": N_("the number of lines"),
    "units": N_("the number of units"), "content": N_("the content"), "signature": N_("the signature"),
}  # fmt: skip
_ENDINGS = {
    "void": N_("{number} was issued by {device} as printed, but it is void, as far as known here on {day}."),
    "refused": N_("{number} was issued by {device} as printed, but it was refused, as far as known here on {day}."),
    "reversed": N_(
        "{number} was issued by {device} as printed, but it was taken back by {reversals}, as far as known here on {day}."
    ),
}
_PARTLY = N_(
    "{number} was issued by {device} as printed. Some of its lines were taken back by {reversals}, as far as known here on {day}."
)


@dataclass(frozen=True, slots=True)
class Checked:
    """What a code says and what this post knows of its document.

    `verdict`: genuine, altered, unknown-device, or on-file (a typed check code, which finds a document to compare with).
    """

    verdict: str
    number: str
    state: str
    known_as_of: str
    dated_on: str
    lines: int
    units: int
    differences: tuple[str, ...]
    words: str
    device: str = ""
    reversed_by: tuple[str, ...] = ()
    recipient: str = ""
    handover_id: int | None = None

    @property
    def holds(self) -> bool:
        """Tell whether the paper is as it was issued and still counts."""
        return self.verdict in {"genuine", ON_FILE} and not self.differences and self.state not in ENDED


@dataclass(frozen=True, slots=True)
class _OnFile:
    """A sealed paper of this post: what its code must say, and what became of it."""

    number: str
    dated_on: date
    lines: int
    units: int
    content_hash: bytes
    state: str
    known_as_of: date
    reversed_by: tuple[str, ...]
    recipient: str
    handover_id: int | None


# The handover of a receipt, of its variance note (whose title is the receipt's number), of its reversal.
_FOUND = (
    "SELECT d.id, d.number, d.kind, d.title, d.effective_on, s.fact, s.content_hash, v.here, h.id AS handover_id,"
    " (SELECT max(z.sealed_at) FROM seal z WHERE z.device_id = v.id) AS last_seal, COALESCE(h.state, '') AS state,"
    " COALESCE(u.name, d.title) AS recipient FROM seal s JOIN document d ON d.id = s.document_id"
    " JOIN device v ON v.id = s.device_id LEFT JOIN handover h ON h.document_id = CASE d.kind WHEN 'HO' THEN d.id"
    " WHEN 'RV' THEN d.reverses_id ELSE (SELECT x.id FROM document x WHERE x.number = d.title) END"
    " LEFT JOIN partner u ON u.id = h.unit_id WHERE s.id = :s AND ((d.kind = 'HO' AND s.fact = 'issue')"
    " OR (d.kind IN ('VN', 'RV') AND s.fact = 'post'))"
)
# Both are answered by an index, however many papers there are.
BY_HASH = "SELECT id FROM seal WHERE content_hash >= :lo AND content_hash < :hi"
BY_NUMBER = "SELECT s.id FROM document d JOIN seal s ON s.document_id = d.id WHERE d.number = :n"


def check_text(session: Session, found: str, *, today: date) -> Checked:
    """Check the text of a QR, or a typed check code. Raises: BadInput("not-a-paper-code", "check-code-unknown" …)."""
    bare = found.strip().upper()
    if not bare.startswith(codes.PREFIX):
        *before, last = bare.split() or [""]
        start = codes.check_code_start(last) or codes.check_code_start(bare)
        if start is not None:
            typed = " ".join(before) if codes.check_code_start(last) else ""
            return _by_check_code(session, last if typed else bare, start, number=typed, today=today)
    code = codes.read_code(bare)
    devices = known_keys(session)
    verdict, key = codes.verify_code(code, [one.public_key for one in devices])
    device = next((one for one in devices if one.public_key == key), None)
    known = _on_file(session, code, today=today) if device is None or device.ours else None
    differences = _differences(code, verdict, known)
    if verdict is Verdict.GENUINE and device is not None and not device.ours:
        # A key file can claim to be of this post: what this post issued itself is not issued by that key too.
        issued_here = _found(session, BY_NUMBER, {"n": code.number}, today=today) is not None
        differences = () if _gives(device, code.number) and not issued_here else ("number",)
    state = known.state if known is not None else "unknown-here"
    named = known.number if known is not None and "number" in differences else code.number
    return Checked(
        verdict.value, code.number, state, known.known_as_of.isoformat() if known is not None else "",
        code.dated_on.isoformat(), code.lines, code.units, differences,
        _words(code, verdict, device, known, differences, named), device.title if device is not None else "",
        known.reversed_by if known is not None else (), known.recipient if known is not None else "",
        known.handover_id if known is not None else None,
    )  # fmt: skip


def check_all(session: Session, texts: Sequence[str], *, today: date) -> list[Checked]:
    """Check several codes, such as all of a file. Raises: BadInput, as `check_text`."""
    return [check_text(session, one, today=today) for one in texts]


def _gives(device: KnownKey, number: str) -> bool:
    """Tell whether a device of another post gives out such a number: under its post's code and its own letter."""
    parts = number.split("-")
    return parts[0] == device.post and parts[-1].rstrip("0123456789") == device.series


def _differences(code: PaperCode, verdict: Verdict, known: _OnFile | None) -> tuple[str, ...]:
    """Return what the code says otherwise than the paper on file; the signature alone where nothing else shows."""
    if known is None:
        return ("signature",) if verdict is Verdict.ALTERED else ()
    compared = {
        "number": code.number == known.number, "date": code.dated_on == known.dated_on,
        "lines": code.lines == known.lines, "units": code.units == known.units,
        "content": known.content_hash.startswith(code.hash_start),
    }  # fmt: skip
    found = tuple(name for name, same in compared.items() if not same)
    return found or (("signature",) if verdict is Verdict.ALTERED else ())


def _words(
    code: PaperCode, verdict: Verdict, device: KnownKey | None, known: _OnFile | None, differences: Sequence[str],
    on_file: str,
) -> str:  # fmt: skip
    number = code.number
    if (verdict is Verdict.UNKNOWN_DEVICE or device is None) and known is not None:
        words = _(
            "{number}: a device that is not known here signed this code, but this number was issued by this post. Do not trust it."
        )
        return words.format(number=number)
    if verdict is Verdict.UNKNOWN_DEVICE or device is None:
        return _("{number}: the device that issued it is not known here. Ask its post for the key file.").format(
            number=number
        )
    what = ", ".join(_(FIELDS[one]) for one in differences)
    if verdict is Verdict.ALTERED:
        if "number" in differences:
            words = _("{number} was altered: {what}. What is on file here is {other}.")
            return words.format(number=number, what=what, other=on_file)
        return _("{number} was altered: {what}.").format(number=number, what=what)
    if differences and not device.ours:
        words = _("{number} was signed by {device}, which does not give out such numbers. Do not trust it.")
        return words.format(number=number, device=device.title)
    if differences:
        words = _("{number} was issued by {device} as printed, but the record here differs: {what}. Verify the post.")
        return words.format(number=number, device=device.title, what=what)
    if known is None:
        words = _("{number} was issued by {device} as printed. Nothing more is known of it here.")
        return words.format(number=number, device=device.title)
    given = {
        "number": number, "device": device.title, "day": short(known.known_as_of),
        "reversals": ", ".join(known.reversed_by),
    }  # fmt: skip
    if known.state in _ENDINGS:
        return _(_ENDINGS[known.state]).format(**given)
    if known.reversed_by:
        return _(_PARTLY).format(**given)
    return _("{number} was issued by {device} as printed.").format(**given)


def _by_check_code(session: Session, typed: str, start: bytes, *, number: str, today: date) -> Checked:
    known = _found(session, BY_HASH, _range(start), today=today)
    if known is None:
        raise BadInput("check-code-unknown", found=typed)
    other = bool(number) and number not in {known.number, screen_number(known.number)}
    given = {"code": codes.check_code(known.content_hash), "number": known.number, "day": short(known.dated_on)}
    if other:
        words = _("The check code {code} is that of {number} of {day}, not of {typed}.").format(**given, typed=number)
    elif known.state in ENDED:
        words = {
            "void": _("The check code {code} is that of {number} of {day}, which is void."),
            "refused": _("The check code {code} is that of {number} of {day}, which was refused."),
            "reversed": _("The check code {code} is that of {number} of {day}, which was taken back."),
        }[known.state].format(**given)
    else:
        words = _("The check code {code} is that of {number} of {day}. Compare the paper with what is on file.").format(
            **given
        )
    return Checked(
        ON_FILE, known.number, known.state, known.known_as_of.isoformat(), known.dated_on.isoformat(), known.lines,
        known.units, ("number",) if other else (), words, "", known.reversed_by, known.recipient, known.handover_id,
    )  # fmt: skip


def _on_file(session: Session, code: PaperCode, *, today: date) -> _OnFile | None:
    """Find the paper by its number; where there is none, by its content: then the number was altered."""
    found = _found(session, BY_NUMBER, {"n": code.number}, today=today)
    return found or _found(session, BY_HASH, _range(code.hash_start), today=today)


def _range(start: bytes) -> dict[str, Any]:
    """Return the bounds of all hashes that begin so: an index answers it."""
    above = int.from_bytes(start) + 1
    if above >= 256 ** len(start):
        return {"lo": start, "hi": b"\xff" * 33}
    return {"lo": start, "hi": above.to_bytes(len(start))}


def _found(session: Session, ids: str, values: dict[str, Any], *, today: date) -> _OnFile | None:
    for seal_id in session.execute(text(ids), values).scalars().all():
        row = session.execute(text(_FOUND), {"s": seal_id}).first()
        if row is not None:
            return _made(session, row, today)
    return None


def _made(session: Session, row: Row[Any], today: date) -> _OnFile:
    lines, units, dated_on = _figures(session, row)
    reversals = session.execute(
        text("SELECT number FROM document WHERE reverses_id = :d ORDER BY id"), {"d": row.id}
    ).scalars()
    # Of our own device we know everything up to now, of another one of this post what last came from it.
    known = today if row.here else date.fromisoformat(row.last_seal[:10])
    state = row.state if row.kind == "HO" else "posted"
    return _OnFile(
        row.number, dated_on, lines, units, row.content_hash, state, known, tuple(reversals), row.recipient or "",
        row.handover_id,
    )  # fmt: skip


def _figures(session: Session, row: Row[Any]) -> tuple[int, int, date]:
    """Return lines, units and date as the paper's code has them."""
    fact = Fact(row.fact)
    if row.kind == "HO":
        raw = seals.snapshot(session, DocumentId(row.id), fact) or b""
        receipt = documents.from_json(raw)
        return len(receipt.lines), receipt.units, receipt.dated_on
    from inl_logistics.handovers import noting

    sealed = (noting.variance_note if row.kind == "VN" else noting.reversal_receipt)(session, row.id)
    note: notes.VarianceNote | notes.ReversalReceipt = sealed.note
    return len(note.lines), note.units, note.dated_on


def texts_of_file(path: Path, progress: Any = None) -> list[str]:
    """Return the receipt codes in a picture or on the pages of a PDF.

    Raises: BadInput("code-not-found"), and what `reading.unreadable` says of a file that is none.
    """
    from inl_logistics.labels.reading import codes_in_file

    try:
        found = codes_in_file(path, progress, squares=True)
    except BadInput as cause:
        raise _no_code(cause, path.name) from cause
    return _ours([one.text for one in found], path.name)


def texts_of_content(content: bytes, name: str, progress: Any = None) -> list[str]:
    """Return the receipt codes in what was pasted. Raises: BadInput, as texts_of_file."""
    from inl_logistics.labels.reading import codes_in

    try:
        found = codes_in(content, name, progress, squares=True)
    except BadInput as cause:
        raise _no_code(cause, name) from cause
    return _ours([one.text for one in found], name)


def _no_code(cause: BadInput, name: str) -> BadInput:
    return BadInput("code-not-found", file=name) if cause.code == "picture-no-code" else cause


def _ours(texts: Sequence[str], name: str) -> list[str]:
    found = [one for one in dict.fromkeys(texts) if one.startswith(codes.PREFIX)]
    if not found:
        raise BadInput("code-not-found", file=name)
    return found
