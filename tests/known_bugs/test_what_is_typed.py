"""Text that was taken for something else: script, SQL, a formula, a pattern, a link."""

import csv
import re
import time
import zipfile
from pathlib import Path

import pytest
from sqlalchemy.orm import Session

from ideas.policy import Role
from ideas.refusals import Refused
from ideas.royalties.sales.reading.workbook import look_at
from ideas.search.queries import search_ideas
from ideas.search.rules import terms_of
from ideas.text import handles_in, harmless, html_of, plain_of
from tests.conftest import Client
from tests.factories import a_live_idea, a_person, sign_in, the_campaign

SCRIPT = '"><script>alert(1)</script>'
SCHEME = re.compile(r'href="([a-z][a-z0-9+.-]*):')
INJECTIONS = ("' OR 1=1 --", '" OR ""="', "%", "_", "x'); DROP TABLE people; --", "\\")


def test_no_filter_or_page_of_a_list_writes_script(session: Session, client: Client) -> None:
    """XSS in filters and in pagination (Decidim, CVE-2023-34089 and CVE-2024-32469)."""
    a_live_idea()
    for name in ("q", "tag", "stage", "order", "after", "before", "page", "per_page", "language"):
        for address in ("/ideas", "/products", "/moderation-log", "/people/nobody"):
            answer = client.get(address, query_string={name: SCRIPT})
            assert answer.status_code in {200, 404}
            assert "<script>alert" not in answer.text


def test_no_filter_of_the_desk_writes_script(session: Session, client: Client) -> None:
    """XSS in the panel of admins, through what they search for."""
    sign_in(client, a_person("Adam", *Role))
    for address in ("/desk/people", "/desk/audit", "/desk/properties", "/desk/moderation"):
        for name in ("q", "kind", "after", "by", "subject"):
            answer = client.get(address, query_string={name: SCRIPT})
            assert "<script>alert" not in answer.text


def test_no_search_of_the_desk_is_sql(session: Session, client: Client) -> None:
    """SQL injection in an admin's search (Decidim-Awesome, CVE-2024-43415)."""
    sign_in(client, a_person("Adam", *Role))
    a_person("Vera", email="vera@example.org")
    assert "Vera" in client.get("/desk/people?q=vera@").text
    for text in INJECTIONS:
        everywhere = dict.fromkeys(("q", "kind", "by", "subject", "order", "after"), text)
        for address in ("/desk/audit", "/desk/properties", "/ideas"):
            answer = client.get(address, query_string=everywhere)
            assert answer.status_code in {200, 404}, (address, text)
        if text not in {"%", "_"}:
            assert "Vera" not in client.get("/desk/people", query_string={"q": text}).text
    assert "Vera" not in client.get("/desk/people?q=%25").text
    assert "Vera" not in client.get("/desk/people?q=_").text


@pytest.mark.parametrize(
    "address",
    [
        "javascript:alert(1)",
        "JaVaScRiPt:alert(1)",
        "java\tscript:alert(1)",
        "&#106;avascript:alert(1)",
        "data:text/html,<script>alert(1)</script>",
        "vbscript:x",
        "file:///etc/hosts",
        "\x01javascript:alert(1)",
    ],
)
def test_links_of_markdown_lead_to_pages_alone(address: str) -> None:
    """Links of Markdown that run."""
    for written in ("[go]({})", "[go](<{}>)", "<{}>", "[a]\n\n[a]: {}"):
        html = html_of(written.format(address)).casefold()
        assert {found[1] for found in SCHEME.finditer(html)} <= {"http", "https"}, html


@pytest.mark.parametrize(
    "text",
    [
        "=1+1",
        "+1",
        "-1",
        "@SUM(A1)",
        "\t=1",
        "\r=1",
        "\n=1",
        " =1",
        "\u200b=1",
        "＝1",
        "\ufeff@x",
        "\x00=1",
    ],
)
def test_no_spreadsheet_reads_a_formula(text: str) -> None:
    """Formulas in CSV, behind blanks, marks nobody sees and full-width signs."""
    assert harmless(text).startswith("'")
    (row,) = csv.reader([f'"{harmless(text)}"'.replace("\n", " ").replace("\r", " ")])
    assert row[0].startswith("'")


def test_long_and_crooked_texts_are_read_in_time(session: Session) -> None:
    """Patterns that take for ever (ReDoS), in search, mentions and Markdown."""
    the_campaign()
    crooked = ("a" * 50_000, "@a-" * 10_000, "[" * 5_000, "*a_" * 5_000, "> " * 2_000 + "x")
    began = time.perf_counter()
    for text in crooked:
        terms_of(text)
        handles_in(text[:10_000])
        plain_of(text[:10_000], 100)
        search_ideas(text[:1_000], 5)
    assert time.perf_counter() - began < 5


def test_a_workbook_whose_packing_is_broken_is_refused(tmp_path: Path) -> None:
    """The unpacker's error ended the reading process with a trace (found by ``make attack``)."""
    file = tmp_path / "sales.xlsx"
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("xl/worksheets/sheet1.xml", bytes(range(256)) * 40)
    sent = bytearray(file.read_bytes())
    sent[60:90] = b"\xff" * 30
    file.write_bytes(sent)
    with pytest.raises(Refused, match=r"sales_file\.workbook"):
        look_at(file)
