"""A server that begins to answer over TLS, and then sends a record that is none."""

import contextlib
import socket
import ssl
import threading
from collections.abc import Iterator

# Without certificates: both sides agree on a key and nobody says who they are.
ANONYMOUS = "aNULL:@SECLEVEL=0"


@contextlib.contextmanager
def torn_tls(beginning: bytes) -> Iterator[str]:
    """Its address. ``beginning`` is sent to the first one who asks; a client needs ``trusting_anybody``."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        listening.settimeout(10)
        answering = threading.Thread(target=_answer, args=(listening, beginning))
        answering.start()
        yield f"https://127.0.0.1:{listening.getsockname()[1]}"
        answering.join()


def trusting_anybody() -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE
    return _anonymous(context)


def _answer(listening: socket.socket, beginning: bytes) -> None:
    caller, _ = listening.accept()
    with caller, _anonymous(ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)).wrap_socket(caller, server_side=True) as line:
        line.recv(65536)
        line.sendall(beginning)
        with socket.socket(fileno=line.detach()) as bare:
            bare.sendall(b"this is no record of TLS")


def _anonymous(context: ssl.SSLContext) -> ssl.SSLContext:
    context.set_ciphers(ANONYMOUS)
    context.maximum_version = ssl.TLSVersion.TLSv1_2
    return context
