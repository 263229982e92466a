"""The tools of others: where each lives, how it is called, what it found."""

import csv
import json
import os
import shutil
import subprocess
import sys
import venv
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from tests.attack.crawl import Ask

PINNED: Mapping[str, str] = {
    "sqlmap": "sqlmap==1.10.10",
    "wapiti": "wapiti3==3.2.3",
    "schemathesis": "schemathesis==4.32.5",
    "atheris": "atheris==3.0.0",
}
MODULES = "sql,xss,permanentxss,crlf,redirect,csp,cookieflags,http_headers,methods,upload"
READERS = "file,exec"
"""Of wapiti; those that ask machines elsewhere (ssrf, xxe, log4shell …) stay away."""
INJECTIONS = (
    *("--batch", "--level=1", "--risk=1", "--dbms=SQLite", "--technique=BEU", "--threads=4"),
    *("--drop-set-cookie", "--skip=csrf_token", "--disable-coloring", "--ignore-code=*"),
    *("--skip-waf", "--smart"),
)
"""What sqlmap is told: every value is tried, and those at length that answer otherwise."""
GIVEN = Path(__file__).parent / "given.py"
MOST = int(os.environ.get("ATTACK_SECONDS", "7200"))
"""Seconds that a tool may take, once; longer is a finding."""


@dataclass
class Found:
    """What one tool did: how much, its findings, and why it did nothing if so."""

    tool: str
    did: str = ""
    findings: list[str] = field(default_factory=list)
    missing: str = ""


def environment(folder: Path, name: str) -> Path | None:
    """The tool's own environment, made when it is not there; None when it cannot be had."""
    place = folder / "tools" / name
    if (place / "whole").exists():
        return place / "bin"
    shutil.rmtree(place, ignore_errors=True)
    venv.create(place, with_pip=True)
    asked = [str(place / "bin/python"), "-m", "pip", "--quiet", "install", PINNED[name]]
    if subprocess.run(asked, check=False).returncode:
        return None
    (place / "whole").touch()
    return place / "bin"


def run(words: Sequence[str], log: Path, seconds: float, **env: str) -> int | None:
    """Its exit code; None when its time was over."""
    with log.open("wb") as out:
        process = subprocess.Popen(
            words,
            cwd=log.parent,
            stdout=out,
            stderr=out,
            env=os.environ | {"PYTHONUNBUFFERED": "1"} | env,
        )
        try:
            return process.wait(seconds)
        except subprocess.TimeoutExpired:
            return None
        finally:
            process.terminate()
            process.wait(20)


def late(code: int | None) -> list[str]:
    """The finding of a tool that was ended before it was done."""
    return [] if code is not None else [f"it was not done after {MOST} seconds (ATTACK_SECONDS)"]


def sqlmap(bins: Path, folder: Path, address: str, told: tuple[str, Sequence[Ask]]) -> Found:
    """Every value of every request; ``told`` is the cookie and what it may ask."""
    folder.mkdir()
    cookie, asks = told
    host = address.removeprefix("http://")
    requests = "".join(_as_told(ask, host, cookie) for ask in asks)
    (folder / "requests.log").write_text(requests, encoding="utf-8")
    words = [str(bins / "sqlmap"), "-l", str(folder / "requests.log"), *INJECTIONS]
    words += [f"--output-dir={folder}", f"--results-file={folder}/r.csv"]
    code = run(words, folder / "log", MOST)
    log = (folder / "log").read_text(errors="replace")
    done = log.count("heuristic (basic) test shows")
    found = Found("sqlmap", f"{done} values of {len(asks)} requests")
    if (folder / "r.csv").exists():
        with (folder / "r.csv").open(encoding="utf-8", errors="replace") as file:
            rows = [row for row in csv.DictReader(file) if row.get("Parameter")]
        found.findings = [
            f"{row['Target URL']} {row['Parameter']}: {row.get('Technique(s)')}" for row in rows
        ]
    lines = [line for line in log.splitlines() if "heuristic (" in line]
    found.findings += [line for line in lines if "might be " in line]
    found.findings += late(code)
    return found


def _as_told(ask: Ask, host: str, cookie: str) -> str:
    line = "=" * 54
    target, body = (ask.path, ask.query) if ask.method == "POST" else (_with(ask), "")
    heads = [f"{ask.method} {target} HTTP/1.1", f"Host: {host}"]
    heads += [f"Cookie: {cookie}"] if cookie else []
    if body:
        heads += ["Content-Type: application/x-www-form-urlencoded", f"Content-Length: {len(body)}"]
    text = "\n".join(heads) + f"\n\n{body}"
    return f"{line}\n1:00:00 AM  http://{host}  [127.0.0.1]\n{line}\n{text}\n{line}\n\n\n\n"


def _with(ask: Ask) -> str:
    return f"{ask.path}?{ask.query}" if ask.sent else ask.path


def wapiti(bins: Path, folder: Path, address: str, told: tuple[str, str, Sequence[Ask]]) -> Found:
    """Some of its attacks; ``told`` are these, the cookie and what it may ask."""
    folder.mkdir()
    modules, cookie, asks = told
    requests = [_as_given(ask, address) for ask in asks]
    (folder / "requests.json").write_text(json.dumps(requests), encoding="utf-8")
    words = [str(bins / "python"), str(GIVEN), str(folder / "requests.json")]
    words += ["-u", f"{address}/", "-m", modules, "-f", "json", "-o", str(folder / "found.json")]
    words += ["--flush-session", "--no-bugreport", "-v", "1", "--store-session", str(folder)]
    words += ["--drop-set-cookie", "-l", "1", "--skip", "csrf_token"]
    words += ["-C", cookie] if cookie else []
    code = run(words, folder / "log", MOST)
    lines = (folder / "log").read_text(errors="replace").splitlines()
    found = Found(
        "wapiti", f"{len(asks)} requests to change; {lines[-1] if lines else ''}", late(code)
    )
    if not (folder / "found.json").exists():
        found.findings.append(f"it wrote no report: {folder / 'log'}")
        return found
    said = json.loads((folder / "found.json").read_text(encoding="utf-8"))
    for kind in ("vulnerabilities", "anomalies"):
        for name, some in said[kind].items():
            found.findings += [
                f"{name}: {each['method']} {each['path']}"
                f" {each.get('parameter') or ''} {each['info']}"
                for each in some
            ]
    return found


def _as_given(ask: Ask, address: str) -> tuple[str, str, Sequence[tuple[str, str]] | None]:
    is_form = ask.method == "POST"
    target = ask.path if is_form else _with(ask)
    return ask.method, f"{address}{target}", ask.sent if is_form else None


def fuzz(bins: Path, folder: Path, name: str, seconds: int = 30) -> Found:
    """One reader under atheris, which learns what leads further."""
    corpus = folder / name
    corpus.mkdir(parents=True)
    site = os.pathsep.join(each for each in sys.path if each)
    words = [str(bins / "python"), "-m", "tests.attack.fuzz", name, str(corpus), "-timeout=10"]
    words += [
        f"-max_total_time={seconds}",
        "-rss_limit_mb=2048",
        f"-artifact_prefix={folder}/{name}-",
    ]
    log = folder / f"{name}.log"
    code = run(words, log, seconds + 120, PYTHONPATH=site)
    lines = log.read_text(errors="replace").splitlines()
    done = [line for line in lines if line.startswith("Done ")]
    found = Found(f"atheris, {name}", done[-1] if done else "")
    if code != 0:
        said = [line for line in lines if "Error" in line or "error" in line] or lines[-1:]
        found.findings.append(f"{said[0] if said else code} ({log})")
    return found
