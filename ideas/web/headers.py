"""Headers that keep a browser from doing what no page of ours asks for (trust.md: doors)."""

from flask import Flask, Response

POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' data:",
        "font-src 'self'",
        "connect-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
        "manifest-src 'self'",
    )
)
HEADERS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Referrer-Policy": "strict-origin-when-cross-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=(), interest-cohort=()",
}
ONE_YEAR = 31_536_000


def headers_of(app: Flask) -> dict[str, str]:
    """The headers of every answer; HSTS only over HTTPS."""
    if not app.config["SESSION_COOKIE_SECURE"]:
        return HEADERS
    return HEADERS | {"Strict-Transport-Security": f"max-age={ONE_YEAR}; includeSubDomains"}


def install(app: Flask) -> None:
    """Send the headers with every answer."""
    headers = headers_of(app)

    @app.after_request
    def protect(response: Response) -> Response:
        for name, value in headers.items():
            response.headers.setdefault(name, value)
        return response
