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
MODULES = "sql,xss,permanentxss,file,exec,crlf,redirect,csp,cookieflags,http_headers,methods,upload"
"""Of wapiti; those that ask machines elsewhere (ssrf, xxe, log4shell …) stay away."""


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
    """Its exit code; None when its time was over. It is polite to whoever else is here."""
    with log.open("wb") as out:
        process = subprocess.Popen(
            ["nice", "-n", "10", *words],
            cwd=log.parent,
            stdout=out,
            stderr=out,
            env=os.environ | env,
        )
        try:
            return process.wait(seconds)
        except subprocess.TimeoutExpired:
            return None
        finally:
            process.terminate()
            process.wait(20)


def sqlmap(bins: Path, folder: Path, address: str, asks: Mapping[str, Sequence[Ask]]) -> Found:
    """Every value of every request, whoever sends it; ``asks`` are by cookie."""
    folder.mkdir()
    host, told = address.removeprefix("http://"), []
    for cookie, some in asks.items():
        told += [_as_told(ask, host, cookie) for ask in some]
    (folder / "requests.log").write_text("".join(told), encoding="utf-8")
    seconds = int(os.environ.get("ATTACK_SECONDS", "300"))
    words = [str(bins / "sqlmap"), "-l", str(folder / "requests.log"), "--batch", "--level=1"]
    words += [
        "--risk=1",
        "--dbms=SQLite",
        "--technique=BEU",
        "--smart",
        "--threads=4",
        "--drop-set-cookie",
    ]
    words += ["--skip=csrf_token", "--disable-coloring", "--ignore-code=*", "--skip-waf"]
    words += [f"--time-limit={seconds}", f"--output-dir={folder}", f"--results-file={folder}/r.csv"]
    run(words, folder / "log", seconds + 60)
    log = (folder / "log").read_text(errors="replace")
    done = log.count("heuristic (basic) test shows")
    found = Found("sqlmap", f"{done} values of {len(told)} requests")
    if (folder / "r.csv").exists():
        with (folder / "r.csv").open(encoding="utf-8", errors="replace") as file:
            rows = [row for row in csv.DictReader(file) if row.get("Parameter")]
        found.findings = [
            f"{row['Target URL']} {row['Parameter']}: {row.get('Technique(s)')}" for row in rows
        ]
    lines = [line for line in log.splitlines() if "heuristic (" in line]
    found.findings += [line for line in lines if "might be " in line]
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


def wapiti(bins: Path, folder: Path, address: str, cookie: str) -> Found:
    """Its own crawl and all of its attacks that stay on this machine."""
    folder.mkdir()
    seconds = int(os.environ.get("ATTACK_SECONDS", "300")) // 3
    words = [str(bins / "wapiti"), "-u", f"{address}/", "-m", MODULES, "-f", "json"]
    words += ["-o", str(folder / "found.json"), "--flush-session", "--no-bugreport", "-v", "1"]
    words += ["--store-session", str(folder), "--max-links-per-page", "60", "--drop-set-cookie"]
    words += ["--max-scan-time", str(seconds), "--max-attack-time", str(seconds // 4), "-l", "1"]
    words += [
        "-x",
        f"{address}/sign-out",
        "-x",
        f"{address}/account/leaving",
        "--skip",
        "csrf_token",
    ]
    words += ["-C", cookie] if cookie else []
    run(words, folder / "log", seconds * 3)
    found = Found("wapiti")
    if not (folder / "found.json").exists():
        found.missing = f"it wrote no report: {folder / 'log'}"
        return found
    said = json.loads((folder / "found.json").read_text(encoding="utf-8"))
    found.did = f"{said['infos'].get('crawled_pages_nbr', '?')} pages"
    for kind in ("vulnerabilities", "anomalies"):
        for name, some in said[kind].items():
            found.findings += [
                f"{name}: {each['method']} {each['path']}"
                f" {each.get('parameter') or ''} {each['info']}"
                for each in some
            ]
    return found


def fuzz(bins: Path, folder: Path, name: str, seconds: int) -> Found:
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
