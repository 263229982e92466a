"""Every value of every request once with markup and a template in it, and what pages say then.

Fields that no browser lets anybody type in too: choices, marks, hidden ones, numbers, days, and
what filters, pages of lists and orders are asked with. Nothing may run, nothing may break.
"""

from collections.abc import Iterator, Sequence
from http.client import HTTPConnection
from urllib.parse import urlencode, urlsplit

from tests.attack.crawl import Ask
from tests.journeys.test_eve_writes_scripts import ATTACK, RUN

FORM = "application/x-www-form-urlencoded"


def forged(ask: Ask) -> Iterator[Ask]:
    """The same request as often as it has values, one of them forged each time."""
    for at, (name, said) in enumerate(ask.sent):
        if name not in {"csrf_token", "_method"}:
            other = (name, f"{said}{ATTACK}")
            yield Ask(ask.method, ask.path, (*ask.sent[:at], other, *ask.sent[at + 1 :]))


def forge(address: str, cookie: str, asks: Sequence[Ask]) -> Iterator[str | None]:
    """Send them all; what each answer betrays, None where nothing."""
    for ask in asks:
        for each in forged(ask):
            status, html = _sent(address, cookie, each)
            told = f"{each.method} {each.path} {urlencode(each.sent)[:300]}"
            yield f"{status}: {told}" if status >= 500 else trace_in(html, told)


def trace_in(html: str, told: str) -> str | None:
    """What of an attack would run on this page."""
    found = [trace for trace in RUN if trace in html]
    return f"{found[0]} in {told}" if found else None


def _sent(address: str, cookie: str, ask: Ask) -> tuple[int, str]:
    connection = HTTPConnection(urlsplit(address).netloc, timeout=60)
    try:
        if ask.method == "POST":
            heads = {"Cookie": cookie, "Content-Type": FORM}
            connection.request("POST", ask.path, urlencode(ask.sent), heads)
        else:
            connection.request("GET", f"{ask.path}?{ask.query}", headers={"Cookie": cookie})
        answer = connection.getresponse()
        is_page = (answer.getheader("Content-Type") or "").startswith("text/html")
        text = answer.read().decode(errors="replace")
        return answer.status, text if is_page else ""
    finally:
        connection.close()
