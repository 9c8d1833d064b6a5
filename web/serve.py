"""The server: waitress, stopped by Ctrl-C or by the system."""

from __future__ import annotations

import errno
import signal
import socket
import sys
import threading
from functools import partial
from ipaddress import ip_address
from typing import cast

import click
from waitress.server import BaseWSGIServer, create_server

from assistant.ask import Assistant
from assistant.settings import Settings
from corpus.errors import BeleidswijzerError, SettingsError
from web.api.routes import knows_key
from web.app import Service, create_app, service_of
from web.body_limit import API, STAFF, channel_class, cookies_of
from web.messages import message
from web.staff.guard import MOST_UPLOAD as MOST_STAFF_UPLOAD
from web.try_page import MOST_UPLOAD

ANYWHERE = {"0.0.0.0": "localhost", "::": "localhost", "": "localhost"}  # noqa: S104  # only shown
LAST_PORT = 65_535
TRIES = 20
MOST_CONNECTIONS = 500  # a browser opens six of them, and keeps them for a minute
MOST_BODY = 64 * 1024
MOST_HEADERS = 64 * 1024  # a question of 2,000 characters is at most 24,000 in an address


def serve(settings: Settings, host: str, port: int, assistant: Assistant | None = None) -> None:
    """Serve the pages until Ctrl-C; raises ``port_in_use`` before anything heavy is loaded."""
    listening = bound(host, port)
    app = create_app(settings, assistant)
    server = create_server(
        app,
        sockets=[listening],
        threads=settings.threads,
        ident="",
        connection_limit=MOST_CONNECTIONS,
        max_request_body_size=MOST_BODY,  # more where body_limit says so
        max_request_header_size=MOST_HEADERS,
        channel_timeout=60,
        # Trusted by nothing here: who comes through another program is told from who sits at this machine.
        clear_untrusted_proxy_headers=False,
        asyncore_use_poll=True,
    )
    # Of one socket waitress makes one server, and no collection of them.
    limited = channel_class(partial(most_bytes, service_of(app), is_loopback(listening)))
    cast(BaseWSGIServer, server).channel_class = limited
    if threading.current_thread() is threading.main_thread():
        signal.signal(signal.SIGTERM, _stop)
    shown = ANYWHERE.get(host, f"[{host}]" if ":" in host else host)
    click.echo(message("serving", settings.language, host=shown, port=listening.getsockname()[1]))
    try:
        server.run()
    finally:
        server.close()
        service_of(app).close()


def most_bytes(service: Service, nearby: bool, page: str, cookies: str, authorization: str = "") -> int:
    """Return how many bytes a request may bring: more than a form only to who may send in files, told by
    the signature of their cookie, or their key. Whether they are still signed in the application sees."""
    if not page:
        return MOST_BODY
    if page.startswith(API):
        return MOST_UPLOAD if knows_key(service.settings, authorization) else MOST_BODY
    signed = service.desk.signed(cookies_of(cookies))
    if page == STAFF:
        return MOST_STAFF_UPLOAD if signed else MOST_BODY
    return MOST_UPLOAD if signed or (nearby and service.tries) else MOST_BODY


def is_loopback(listening: socket.socket) -> bool:
    """Tell whether only this machine itself can reach a socket: then a document may be tried."""
    return ip_address(listening.getsockname()[0]).is_loopback


def check_port(host: str, port: int) -> None:
    """Raise what :func:`serve` would raise for this host and port, and do nothing else."""
    bound(host, port).close()


def bound(host: str, port: int) -> socket.socket:
    """Return a socket that listens on an address; raises BeleidswijzerError ``port_in_use``.

    Where host or port is not one to listen on here, it raises SettingsError ``bad_setting``.
    """
    try:
        return _bound(host, port)
    except socket.gaierror as error:
        raise SettingsError("bad_setting", name="host", value=host, known="127.0.0.1") from error
    except OSError as error:
        if error.errno == errno.EADDRINUSE:
            other = free_port(host, port)
            raise BeleidswijzerError("port_in_use", host=host, port=port, other=other) from error
        if error.errno == errno.EACCES:
            known = f"1024-{LAST_PORT}"
            raise SettingsError("bad_setting", name="port", value=port, known=known) from error
        raise SettingsError("bad_setting", name="host", value=host, known="127.0.0.1") from error


def free_port(host: str, port: int) -> int:
    """Return a port nearby that is free now, the next one where none of them is."""
    for other in range(port + 1, min(port + TRIES, LAST_PORT) + 1):
        try:
            _bound(host, other).close()
        except OSError:
            continue
        return other
    return port + 1 if port < LAST_PORT else port - 1


def _bound(host: str, port: int) -> socket.socket:
    family, kind, protocol, _, address = socket.getaddrinfo(
        host or None, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
    )[0]
    listening = socket.socket(family, kind, protocol)
    try:
        if sys.platform != "win32":
            listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listening.bind(address)
        listening.listen(1024)
    except OSError:
        listening.close()
        raise
    return listening


def _stop(_number: int, _frame: object) -> None:
    raise SystemExit
