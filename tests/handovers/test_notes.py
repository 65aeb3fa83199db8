"""The variance note and the receipt of a reversal: what they say, in every language, and that older ones stay readable."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

import msgspec
import pytest

from inl_logistics.handovers import notes, noting, papers
from inl_logistics.handovers.documents import render
from inl_logistics.handovers.reversing import ReverseDraft, reverse
from inl_logistics.handovers.signing import SignDraft, Signed, SignedQuantity, StruckSerial, sign
from inl_logistics.kernel.values import Tracking
from inl_logistics.ledger import commands as ledger
from inl_logistics.paper.languages import areas, available, language
from inl_logistics.paper.model import PaperSize
from inl_logistics.reports.papers import freeze_numbered, numbered, paper
from tests.builders import TODAY, Post
from tests.paper.reading import pages, words
from tests.paper.samples import PRINTED_AT

VESTS = tuple(f"BA3-{number:04d}" for number in range(6))


def printed(post: Post, number: str, name: str, code: str = "en") -> str:
    """Return the text of a note's paper."""
    frozen = post.work.read(freeze_numbered, paper(name), post.work.read(numbered, number), TODAY)
    made = paper(name).draw(frozen, printed_at=PRINTED_AT, language=code, paper=PaperSize.A4)
    return words("\n".join(pages(made)))


@pytest.fixture
def handover(post: Post) -> int:
    """Six vests and thirty tourniquets, issued."""
    vest = post.item("PE-1042-L", name="Ballistic vest IIIA, L")
    post.stocked(vest, VESTS)
    lot = post.item("MR-5020", name="Tourniquet, combat type", tracking=Tracking.LOT)
    post.stocked_quantity(lot, 40, lot="F-7719", expires_on=TODAY + timedelta(days=700))
    return post.issued(post.picks(vest, *VESTS), post.pick_quantity(lot, 30))


def signed(post: Post, handover: int) -> Signed:
    """Sign with two vests struck and five tourniquets short."""
    return post.work.write(
        sign,
        SignDraft(
            handover,
            TODAY,
            "Luis Arriaga",
            "La Hondura",
            tuple(map(StruckSerial, VESTS[1:3])),
            (SignedQuantity(2, 25),),
            "Two are torn.",
        ),
    )


def test_the_note_lists_print_signature_and_difference(post: Post, handover: int) -> None:
    made = signed(post, handover)
    found = printed(post, made.variance, "variance-note")
    assert "PCL-VN-2026-A0001" in found
    assert "PCL-HO-2026-A0001" in found
    assert "6 4 −2" in found
    assert "30 25 −5" in found
    assert "BA3-0001 BA3-0002" in found
    assert "BA3-0003" not in found, "it was signed for"
    assert "Two are torn." in found
    assert "Main warehouse" in found
    assert "check code" in found


def test_a_note_is_printed_as_it_was_sealed(post: Post, handover: int) -> None:
    made = signed(post, handover)
    before = printed(post, made.variance, "variance-note")
    vest = "UPDATE item SET name = 'Renamed'"
    post.work.write(lambda session, *, by, at: session.connection().exec_driver_sql(vest))
    assert printed(post, made.variance, "variance-note") == before


def test_a_note_sealed_before_it_was_a_paper_prints_too(
    post: Post, handover: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    @dataclass
    class Older:
        number: str
        receipt: str

        def to_json(self) -> bytes:
            body = {"number": self.number, "receipt": self.receipt, "signed_on": TODAY, "lines": [], "remarks": "Torn."}
            return msgspec.json.encode(body, order="deterministic")

    with monkeypatch.context() as patched:
        patched.setattr(noting, "variance_of", lambda _s, note, receipt, *_a, **_k: Older(note.number, receipt.number))
        made = signed(post, handover)
    found = printed(post, made.variance, "variance-note")
    assert "6 4 −2" in found
    assert "30 25 −5" in found
    assert "Torn." in found


def test_the_reversal_says_what_comes_back_and_why(post: Post, handover: int) -> None:
    signed(post, handover)
    first = post.work.write(reverse, ReverseDraft(handover, "The vests were of the wrong size.", TODAY, (1,)))
    found = printed(post, first, "reversal-receipt")
    assert "Of receipt PCL-HO-2026-A0001, the lines below are taken back" in found
    assert "The vests were of the wrong size." in found
    assert "BA3-0000 BA3-0003" in found
    assert "Tourniquet" not in found
    assert "Countersigned".upper() in found
    frozen = post.work.read(freeze_numbered, paper("reversal-receipt"), post.work.read(numbered, first), TODAY)
    assert (frozen.note.approver, frozen.note.prepared) == ("Dana Morales", "Dana Morales")
    assert len(frozen.note.movements) == 4, "what the ledger posted is sealed with it"


def test_a_whole_reversal_says_so_and_a_late_rest_does_not(post: Post, handover: int) -> None:
    signed(post, handover)
    post.work.write(reverse, ReverseDraft(handover, "Wrong size.", TODAY, (1,)))
    rest = post.work.write(reverse, ReverseDraft(handover, "The rest too.", TODAY))
    assert "the others stand" in printed(post, rest, "reversal-receipt")


def test_a_reversal_sealed_before_it_had_a_receipt_prints_too(
    post: Post, handover: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Older:
        def __init__(self, session: object, number: str, receipt: str, document: int) -> None:
            self.body = ledger.snapshot_of(session, document, number=number, reverses=receipt, reason="Wrong.")  # type: ignore[arg-type]

        def to_json(self) -> bytes:
            return self.body

    signed(post, handover)
    with monkeypatch.context() as patched:
        patched.setattr(
            noting, "reversal_of", lambda s, rev, receipt, *_a, **_k: Older(s, rev.number, receipt.number, rev.id)
        )
        number = post.work.write(reverse, ReverseDraft(handover, "Wrong.", TODAY))
    found = printed(post, number, "reversal-receipt")
    assert "is taken back whole" in found
    assert "BA3-0003" in found


@pytest.mark.parametrize("whole", [False, True])
def test_a_reprint_names_the_reversal(post: Post, handover: int, whole: bool) -> None:
    signed(post, handover)
    number = post.work.write(reverse, ReverseDraft(handover, "Wrong size.", TODAY, () if whole else (1,)))
    one = post.work.read(papers.paper_by_number, "PCL-HO-2026-A0001")
    made = render(
        one.receipt, printed_at=PRINTED_AT, language="es", copies=(1,), mark=one.mark, reprint=1, seal=one.seal,
        taken_back=one.taken_back,
    )  # fmt: skip
    found = words("\n".join(pages(made)))
    said = f"REVERSED by {number} · REVERTIDA por {number}" if whole else f"PARTLY REVERSED by {number}"
    assert said in found
    assert ("REVERSED" in found.replace(said, "")) is whole, "it stands across the page of a receipt that ended"


@pytest.mark.parametrize("code", available())
def test_every_language_has_every_word_of_the_notes(code: str) -> None:
    assert "notes" in areas(code)
    missing = {key for key in language("en").labels if key not in language(code).labels}
    assert missing == set()


@pytest.mark.parametrize("code", [one for one in available() if one != "en"])
def test_both_papers_in_every_language(post: Post, handover: int, code: str) -> None:
    made = signed(post, handover)
    number = post.work.write(reverse, ReverseDraft(handover, "Wrong size.", TODAY))
    for name, one in (("variance-note", made.variance), ("reversal-receipt", number)):
        found = printed(post, one, name, code)
        assert one in found
    frozen = post.work.read(freeze_numbered, paper("variance-note"), post.work.read(numbered, made.variance), TODAY)
    assert isinstance(frozen.note, notes.VarianceNote)
    assert frozen.note.units == 7


def test_of_two_lines_of_one_item_the_one_that_was_changed_is_named(post: Post) -> None:
    gloves = post.item("PPE-01", name="Gloves", tracking=Tracking.QUANTITY)
    post.stocked_quantity(gloves, 20)
    handover = post.issued(post.pick_quantity(gloves, 6), post.pick_quantity(gloves, 4))
    made = post.work.write(sign, SignDraft(handover, TODAY, "Luis Arriaga", quantities=(SignedQuantity(2, 1),)))
    number = post.work.read(numbered, made.variance).id
    note = post.work.read(noting.variance_note, number).note
    assert [(one.number, one.printed, one.counted) for one in note.lines] == [("2", 4, 1)]
    back = post.work.write(reverse, ReverseDraft(handover, "Not theirs.", TODAY, (2,)))
    taken = post.work.read(noting.reversal_receipt, post.work.read(numbered, back).id).note
    assert [(one.number, one.printed, one.counted) for one in taken.lines] == [("2", 4, 1)]


def test_a_serial_that_two_makes_share_is_named_at_its_own_line(post: Post) -> None:
    radios = [post.item(code, name=code) for code in ("RA-1", "RA-2")]
    for one in radios:
        post.stocked(one, ["77"])
    handover = post.issued(*(post.picks(one, "77") for one in radios))
    post.work.write(sign, SignDraft(handover, TODAY, "Luis Arriaga"))
    back = post.work.write(reverse, ReverseDraft(handover, "Not theirs.", TODAY, (2,)))
    taken = post.work.read(noting.reversal_receipt, post.work.read(numbered, back).id).note
    assert [(one.number, one.code) for one in taken.lines] == [("2", "RA-2")]


def test_what_came_back_with_one_reversal_is_not_on_the_other(post: Post, handover: int) -> None:
    signed(post, handover)
    first = post.work.write(reverse, ReverseDraft(handover, "Wrong size.", TODAY, (1,)))
    rest = post.work.write(reverse, ReverseDraft(handover, "The rest too.", TODAY))
    found = [post.work.read(noting.reversal_receipt, post.work.read(numbered, one).id).note for one in (first, rest)]
    assert [[line.number for line in one.lines] for one in found] == [["1"], ["2"]]


def test_the_note_is_signed_by_who_signed_the_receipt(post: Post, handover: int) -> None:
    made = post.work.write(sign, SignDraft(handover, TODAY, "Ana Peña", struck=(StruckSerial(VESTS[0]),)))
    note = post.work.read(noting.variance_note, post.work.read(numbered, made.variance).id).note
    assert [one.name.text for one in note.signers] == ["Dana Morales", "Ana Peña"]
    assert note.signers[1].title.text == "", "the title of the official is not hers"
