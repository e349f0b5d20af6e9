"""An edge in front of the site that speaks HTTP/2, run by the Node.js that Playwright brings along."""

import contextlib
import ipaddress
import subprocess
import tempfile
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from playwright._impl._driver import compute_driver_executable

PROGRAM = Path(__file__).with_name("http2_edge.mjs")
ADDRESS = "127.0.0.1"


@contextlib.contextmanager
def http2_edge(site: str, *, bookings: str) -> Iterator[str]:
    """Its address; requests to book go to `bookings`, all others to `site`."""
    with tempfile.TemporaryDirectory(prefix="edge-") as folder:
        certificate = Path(folder) / "edge.pem"
        certificate.write_bytes(_certificate())
        node = compute_driver_executable()[0]
        command = [str(node), str(PROGRAM), str(certificate), site, bookings]
        process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
        try:
            assert process.stdout is not None
            yield f"https://{ADDRESS}:{int(process.stdout.readline())}"
        finally:
            process.terminate()
            process.communicate()


def _certificate() -> bytes:
    """Key and certificate for a day; nobody but a browser that was told so trusts it."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, ADDRESS)])
    now = datetime.now(UTC)
    certificate = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number(), now, now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address(ADDRESS))]), critical=False)
        .sign(key, hashes.SHA256())
    )
    plain = serialization.NoEncryption()
    private = key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, plain)
    return private + certificate.public_bytes(serialization.Encoding.PEM)
