"""Who sits at the machine itself."""

from __future__ import annotations

from ipaddress import ip_address
from urllib.parse import urlsplit

from flask import request

NAMES = ("localhost", "127.0.0.1", "::1")
# With one of these a request comes through another program, and perhaps from anywhere.
FORWARDED = ("forwarded", "x-real-ip", "via", "true-client-ip", "cf-connecting-ip")
FORWARDED_PREFIX = "x-forwarded-"


def is_nearby() -> bool:
    """Tell whether a request comes from this machine, to its own name, through no other program that
    says so. A program in front that does not say so cannot be told from somebody at the machine: so
    nothing rests on this alone where the settings have an address for visitors."""
    try:
        near = ip_address(request.remote_addr or "").is_loopback
        host = urlsplit(f"//{request.host}").hostname
    except ValueError:
        return False
    return near and host in NAMES and not any(_is_forwarded(name.casefold()) for name, _ in request.headers)


def _is_forwarded(name: str) -> bool:
    return name in FORWARDED or name.startswith(FORWARDED_PREFIX)
