"""The device's certificate for PDFs: P-256, self-signed, made when it is first needed and kept with the device's other key.

Viewers read Ed25519 poorly, so papers carry this second signature; whoever has the key file of the device has the
certificate to trust. Source: product.md 8 (PDF signature).
"""

from __future__ import annotations

import datetime as dt
import hashlib
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import update
from sqlalchemy.orm import Session

from inl_logistics.kernel.actor import Actor
from inl_logistics.kernel.problems import EnvironmentFault
from inl_logistics.settings.declared import POST, get
from inl_logistics.users import trail
from inl_logistics.users.records import DeviceRecord

_YEARS = 20  # receipts are looked at long after the laptop is gone
_MOST_NAME = 64  # X.509 allows no longer names


@dataclass(frozen=True, slots=True)
class Certificate:
    """A certificate (DER) and its private key (PKCS#8, DER)."""

    certificate: bytes
    key: bytes


def device_certificate(session: Session, *, by: Actor, at: datetime) -> Certificate:
    """Return this device's certificate; the first call makes it. Raises: EnvironmentFault("device-key-elsewhere")."""
    device = session.get(DeviceRecord, by.device_id)
    if device is None or device.private_key is None:
        raise EnvironmentFault("device-key-elsewhere")
    if device.certificate is not None and device.certificate_key is not None:
        return Certificate(device.certificate, device.certificate_key)
    made = _made(session, device, at)
    session.execute(
        update(DeviceRecord)
        .where(DeviceRecord.id == device.id)
        .values(certificate=made.certificate, certificate_key=made.key)
    )
    trail.record(
        session, "device.certificate", kind="device", subject_id=device.id, subject=device.series, by=by, at=at,
        after={"sha256": _fingerprint(made.certificate)},
    )  # fmt: skip
    return made


def _made(session: Session, device: DeviceRecord, at: datetime) -> Certificate:
    # Certificates are made and read rarely, and their library takes its time to come in.
    from cryptography import x509
    from cryptography.hazmat.primitives import hashes, serialization
    from cryptography.hazmat.primitives.asymmetric import ec
    from cryptography.x509.oid import NameOID

    profile = get(session, POST)
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name(
        [
            x509.NameAttribute(NameOID.ORGANIZATION_NAME, (profile.name or profile.code)[:_MOST_NAME]),
            x509.NameAttribute(NameOID.ORGANIZATIONAL_UNIT_NAME, "INL Logistics"),
            x509.NameAttribute(
                NameOID.COMMON_NAME, f"{profile.code} {device.series} {device.name}".strip()[:_MOST_NAME]
            ),
        ]
    )
    usage = x509.KeyUsage(
        digital_signature=True, content_commitment=True, key_encipherment=False, data_encipherment=False,
        key_agreement=False, key_cert_sign=False, crl_sign=False, encipher_only=False, decipher_only=False,
    )  # fmt: skip
    public = key.public_key()
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(public)
        .serial_number(x509.random_serial_number())
        .not_valid_before(at - dt.timedelta(days=1))
        .not_valid_after(at + dt.timedelta(days=365 * _YEARS))
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(usage, critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(public), critical=False)
        .sign(key, hashes.SHA256())
    )
    private = key.private_bytes(
        serialization.Encoding.DER, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    return Certificate(made.public_bytes(serialization.Encoding.DER), private)


def pem(certificate: bytes) -> str:
    """Return a certificate as other programs take it."""
    from cryptography import x509
    from cryptography.hazmat.primitives import serialization

    return x509.load_der_x509_certificate(certificate).public_bytes(serialization.Encoding.PEM).decode()


def der(written: str) -> bytes | None:
    """Return a certificate as it is stored, or None where it cannot be read."""
    from cryptography import x509
    from cryptography.hazmat.primitives import serialization

    try:
        return x509.load_pem_x509_certificate(written.encode()).public_bytes(serialization.Encoding.DER)
    except ValueError:
        return None


def _fingerprint(certificate: bytes) -> str:
    return hashlib.sha256(certificate).hexdigest()
