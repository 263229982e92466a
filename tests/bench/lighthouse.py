"""Lighthouse 12 on a throttled phone, against gunicorn with the demo's brand.

    make lighthouse            each page five times; the median counts
    make lighthouse RUNS=1

Needs Node, and Chromium as ``chromium`` or CHROME_PATH. Prints a table and fails below the bar. The
reports are left in test-results/lighthouse/, as HTML and JSON.
"""

import http.cookiejar
import json
import os
import re
import shutil
import signal
import statistics
import subprocess
import sys
import time
import urllib.parse
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

LEAST_SCORE = 95
MOST_LCP_MS = 1_500
MOST_CLS = 0.02
BIND = "127.0.0.1:8473"
SITE = f"http://{BIND}"
RESULTS = Path("test-results/lighthouse")
FOUR = ("performance", "accessibility", "best-practices", "seo")
BIN = Path(sys.executable).parent
SECONDS_TO_START = 60
TRIES = 3  # a busy machine may not paint in time


@dataclass(frozen=True)
class Figures:
    """What Lighthouse says of one load."""

    scores: tuple[int, ...]
    lcp_ms: float
    cls: float
    bytes: int


def main() -> int:
    """Measure every page; 1 when one is below the bar."""
    RESULTS.mkdir(parents=True, exist_ok=True)
    runs = int(os.environ.get("RUNS", "5"))
    failed = False
    print(f"{'page':8}" + "".join(f"{name:>16}" for name in FOUR) + "  LCP ms    CLS   bytes")
    with serving() as door:
        cookie = signed_in(door)
        for name, address, needs_session in pages():
            loads = [measured(name, address, cookie if needs_session else "") for _ in range(runs)]
            middle = median_of(loads)
            scores = middle.scores[:3] if needs_session else middle.scores
            failed |= (
                min(scores) < LEAST_SCORE or middle.lcp_ms > MOST_LCP_MS or middle.cls > MOST_CLS
            )
            said = "".join(f"{each:>16}" for each in scores) + " " * 16 * (4 - len(scores))
            print(
                f"{name:8}{said}{middle.lcp_ms:8.0f}{middle.cls:7.3f}{middle.bytes:8}", flush=True
            )
    if failed:
        print(f"Below the bar: scores {LEAST_SCORE}, LCP {MOST_LCP_MS} ms, CLS {MOST_CLS}.")
    return int(failed)


def pages() -> Iterator[tuple[str, str, bool]]:
    """Name, address, and whether one must be signed in to see it."""
    yield "home", "/", False
    yield "browse", "/ideas", False
    found = re.search(r'href="(/ideas/[a-z0-9-]+)"', read(f"{SITE}/ideas"))
    assert found is not None, "the demo shows no idea"
    yield "idea", found[1], False
    yield "submit", "/drafts/new", True


@contextmanager
def serving() -> Iterator[str]:
    """The demo behind gunicorn; gives the link that signs its fan in."""
    home = RESULTS.resolve() / "demo"
    env = os.environ | {"IDEAS_HOME": str(home), "IDEAS_BIND": BIND, "IDEAS_BASE_URL": SITE}
    told = subprocess.run([BIN / "ideas", "demo"], env=env, check=True, capture_output=True)
    door = re.search(r"fan .*?(http\S+)", told.stdout.decode())
    assert door is not None, "the demo prints no link for its fan"
    command = [str(BIN / "gunicorn"), "-c", "deploy/gunicorn.conf.py", "--log-level", "error"]
    server = subprocess.Popen(command, env=env)
    try:
        wait_for(f"{SITE}/healthz")
        yield door[1]
    finally:
        server.send_signal(signal.SIGTERM)
        server.wait()


def wait_for(address: str) -> None:
    """Until it answers."""
    for _ in range(SECONDS_TO_START):
        try:
            read(address)
        except OSError:
            time.sleep(1)
        else:
            return
    raise SystemExit(f"{address} did not answer.")


def read(address: str) -> str:
    """A page of our own site."""
    with urllib.request.urlopen(address) as answer:
        return str(answer.read().decode())


def signed_in(door: str) -> str:
    """The cookie of whom the link signs in."""
    jar = http.cookiejar.CookieJar()
    browser = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(jar))
    page = browser.open(door).read().decode()
    token = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', page)
    assert token is not None, "the link leads to no form"
    sent = urllib.parse.urlencode({"csrf_token": token[1]}).encode()
    browser.open(door, sent).close()
    return "; ".join(f"{each.name}={each.value}" for each in jar)


def measured(name: str, address: str, cookie: str) -> Figures:
    """One load by a new browser, after the site has shown the page once."""
    read(SITE + address)
    out = RESULTS / name
    command = [
        *("npx", "--yes", "lighthouse@12", SITE + address, "--quiet"),
        *("--output=json", "--output=html", f"--output-path={out}"),
        f"--chrome-flags=--headless=new --disable-gpu{' --no-sandbox' * (os.geteuid() == 0)}",
    ]
    if cookie:
        command.append("--extra-headers=" + json.dumps({"Cookie": cookie}))
    chromium = os.environ.get("CHROME_PATH") or shutil.which("chromium") or ""
    env = os.environ | {"CHROME_PATH": chromium}
    for _ in range(TRIES):
        done = subprocess.run(command, env=env, check=False, capture_output=True)
        if done.returncode == 0:
            break
    else:
        raise SystemExit(done.stderr.decode())
    report: dict[str, Any] = json.loads(out.with_suffix(".report.json").read_text())
    audits = report["audits"]
    return Figures(
        scores=tuple(round(report["categories"][each]["score"] * 100) for each in FOUR),
        lcp_ms=audits["largest-contentful-paint"]["numericValue"],
        cls=audits["cumulative-layout-shift"]["numericValue"],
        bytes=int(audits["total-byte-weight"]["numericValue"]),
    )


def median_of(loads: list[Figures]) -> Figures:
    """Each figure's median."""
    scores = zip(*(each.scores for each in loads), strict=True)
    return Figures(
        scores=tuple(round(statistics.median(each)) for each in scores),
        lcp_ms=statistics.median(each.lcp_ms for each in loads),
        cls=statistics.median(each.cls for each in loads),
        bytes=round(statistics.median(each.bytes for each in loads)),
    )


if __name__ == "__main__":
    sys.exit(main())
