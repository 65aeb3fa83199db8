"""Signing a finished PDF with the device's certificate, so that any viewer shows whether it was changed since.

The last step: what is signed is the paper as it was written, byte for byte, with the signature appended. Runs in a child
process, for the libraries are heavy. Source: product.md 8 (PDF signature), architecture.md 5 (sign last).
"""

from __future__ import annotations

import io
import logging
from typing import Any

from inl_logistics.kernel.problems import EnvironmentFault

_FIELD = "INL-Logistics"


def sign_pdf(pdf: bytes, certificate: bytes, key: bytes, *, reason: str, progress: Any = None) -> bytes:  # noqa: ARG001
    """Return the PDF with a certifying signature that permits no change. Raises: EnvironmentFault("pdf-not-signed").

    `certificate` and `key` are DER; the bytes of `pdf` are kept at the start of what is returned.
    """
    from asn1crypto import keys, x509
    from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
    from pyhanko.pdf_utils.misc import PdfError
    from pyhanko.sign import fields, signers
    from pyhanko.sign.general import SigningError
    from pyhanko_certvalidator.registry import SimpleCertificateStore

    logging.getLogger("pyhanko").setLevel(logging.ERROR)
    own = x509.Certificate.load(certificate)
    store = SimpleCertificateStore.from_certs([own])  # type: ignore[no-untyped-call]
    signer = signers.SimpleSigner(signing_cert=own, signing_key=keys.PrivateKeyInfo.load(key), cert_registry=store)
    metadata = signers.PdfSignatureMetadata(
        field_name=_FIELD, md_algorithm="sha256", reason=reason, name=own.subject.native.get("common_name", ""),
        certify=True, docmdp_permissions=fields.MDPPerm.NO_CHANGES,
    )  # fmt: skip
    try:
        writer = IncrementalPdfFileWriter(io.BytesIO(pdf))
        made = signers.PdfSigner(metadata, signer).sign_pdf(writer)
    except (PdfError, SigningError) as cause:
        raise EnvironmentFault("pdf-not-signed", cause=cause) from cause
    return bytes(made.getvalue())
