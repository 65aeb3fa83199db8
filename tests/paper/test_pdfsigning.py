"""A signed PDF: anyone with the certificate can tell that nothing was changed. Source: product.md 8 (PDF signature)."""

from __future__ import annotations

import io
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from asn1crypto import x509
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.fields import MDPPerm
from pyhanko.sign.validation import validate_pdf_signature
from pyhanko.sign.validation.status import PdfSignatureStatus
from pyhanko_certvalidator import ValidationContext

from inl_logistics.handovers.documents import render
from inl_logistics.paper.pdfsigning import sign_pdf
from inl_logistics.register.certificates import Certificate, device_certificate
from tests.builders import Post
from tests.paper.reading import pages
from tests.paper.samples import NUMBER, PRINTED_AT, SEAL, receipt


@pytest.fixture
def certificate(post: Post) -> Certificate:
    """The device's certificate."""
    return post.work.write(device_certificate)


@pytest.fixture
def plain() -> bytes:
    """A receipt as it prints."""
    return render(receipt("es"), printed_at=PRINTED_AT, language="es", copies=(1, 2), seal=SEAL)


def status(pdf: bytes, trusted: bytes) -> PdfSignatureStatus:
    """Validate the signature as another program does."""
    reader = PdfFileReader(io.BytesIO(pdf))
    (signature,) = reader.embedded_signatures
    context = ValidationContext(trust_roots=[x509.Certificate.load(trusted)])
    return validate_pdf_signature(signature, context)


@pytest.fixture
def signed(plain: bytes, certificate: Certificate) -> bytes:
    """The receipt signed."""
    return sign_pdf(plain, certificate.certificate, certificate.key, reason=NUMBER)


def test_others_can_verify_it(plain: bytes, signed: bytes, certificate: Certificate) -> None:
    found = status(signed, certificate.certificate)
    assert found.bottom_line, found.pretty_print_details()
    assert found.trusted
    assert signed.startswith(plain), "the paper itself is as it was"
    assert pages(signed) == pages(plain)


def test_a_changed_byte_breaks_it(plain: bytes, signed: bytes, certificate: Certificate) -> None:
    at = len(plain) // 2
    changed = signed[:at] + bytes([signed[at] ^ 1]) + signed[at + 1 :]
    found = status(changed, certificate.certificate)
    assert not found.intact
    assert not found.bottom_line


def test_another_certificate_is_not_trusted(
    signed: bytes, tmp_path: Path, certificate: Certificate, post: Post
) -> None:
    from tests.builders import puerto_claro

    other = puerto_claro(tmp_path / "other")
    found = status(signed, other.work.write(device_certificate).certificate)
    other.work.close()
    assert found.intact
    assert not found.trusted


def test_poppler_sees_it(signed: bytes, tmp_path: Path) -> None:
    if shutil.which("pdfsig") is None:
        pytest.skip("pdfsig (poppler-utils) is not installed")
    path = tmp_path / "signed.pdf"
    path.write_bytes(signed)
    said = subprocess.run(["pdfsig", "-nocert", str(path)], check=False, capture_output=True, text=True).stdout
    assert "Signature is Valid." in said
    assert "Total document signed" in said
    path.write_bytes(signed.replace(b"/Title", b"/Titel", 1))
    said = subprocess.run(["pdfsig", "-nocert", str(path)], check=False, capture_output=True, text=True).stdout
    assert "Signature is Valid." not in said


def test_the_certificate_is_made_once(post: Post, certificate: Certificate) -> None:
    assert post.work.write(device_certificate) == certificate
    assert post.scalar("SELECT count(*) FROM trail WHERE action = 'device.certificate'") == 1


def test_starting_the_window_does_not_import_it() -> None:
    code = "import sys, ui.app, ui.handovers.feature, ui.settings.feature; print(*sys.modules)"
    loaded = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True).stdout.split()
    assert not {"pyhanko", "asn1crypto", "lxml", "aiohttp"} & set(loaded)


def test_it_certifies_the_paper_and_permits_no_change(signed: bytes, certificate: Certificate) -> None:
    reader = PdfFileReader(io.BytesIO(signed))
    (signature,) = reader.embedded_signatures
    assert signature.docmdp_level is MDPPerm.NO_CHANGES
    assert "/DocMDP" in reader.root["/Perms"]
