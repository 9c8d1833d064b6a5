"""Who sits at the machine itself."""

from __future__ import annotations

from ipaddress import ip_address
from urllib.parse import urlsplit

from flask import request

NAMES = ("localhost", "127.0.0.1", "::1")
# With one of these a request comes through another program, and perhaps from anywhere.
FORWARDED = ("Forwarded", "X-Forwarded-For", "X-Forwarded-Host", "X-Real-Ip", "Via")


def is_nearby() -> bool:
    """Tell whether a request comes from this machine, to its own name, through no other program that
    says so. A program in front that does not say so cannot be told from somebody at the machine."""
    try:
        near = ip_address(request.remote_addr or "").is_loopback
    except ValueError:
        return False
    host = urlsplit(f"//{request.host}").hostname
    return near and host in NAMES and not any(name in request.headers for name in FORWARDED)
