"""Security headers for every response, whatever its status."""

from __future__ import annotations

from flask import Response, request

API_PREFIX = "/api/"
API_VERSION = "1.0.0"
CONTENT_SECURITY_POLICY = "; ".join(
    (
        "default-src 'none'",
        "style-src 'self'",
        "img-src 'self' data:",
        "script-src 'self'",
        "connect-src 'self'",
        "font-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    )
)
ALWAYS = {
    "Content-Security-Policy": CONTENT_SECURITY_POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
}
YEAR_IN_SECONDS = 365 * 24 * 3600


def secured(response: Response) -> Response:
    """Return the response with the security headers; what holds a question is kept nowhere."""
    response.headers.update(ALWAYS)
    if request.path.startswith(API_PREFIX):
        response.headers["API-Version"] = API_VERSION
        if request.method in ("GET", "HEAD", "OPTIONS") and "Authorization" not in request.headers:
            # What everybody may read, every website may; what needs a key or changes something, none.
            response.headers["Access-Control-Allow-Origin"] = "*"
            response.headers["Access-Control-Expose-Headers"] = "API-Version, ETag, Link, Retry-After"
    response.headers["Cross-Origin-Resource-Policy"] = resource_policy(request.path)
    if "q" in request.args:
        response.headers["Cache-Control"] = "no-store"
    elif "Cache-Control" not in response.headers:
        response.headers["Cache-Control"] = "no-cache"
    if request.is_secure:
        response.headers["Strict-Transport-Security"] = f"max-age={YEAR_IN_SECONDS}"
    return response


def resource_policy(path: str) -> str:
    """Return who may use a response: anyone that of the API, only our own pages the rest."""
    return "cross-origin" if path.startswith(API_PREFIX) else "same-origin"
