"""Text as people write it is shown safely."""

import pytest

from ideas.text import folded, html_of, in_language, plain_of, short_id, slug_of


@pytest.mark.parametrize(
    ("markdown", "html"),
    [
        ("**big**", "<p><strong>big</strong></p>\n"),
        ("# A title", "<h3>A title</h3>\n"),
        ("### Deep\n##### Deeper\n# Top", "<h3>Deep</h3>\n<h4>Deeper</h4>\n<h3>Top</h3>\n"),
        ("<script>alert(1)</script>", "<p>&lt;script&gt;alert(1)&lt;/script&gt;</p>\n"),
        ("![x](https://example.org/x.png)", "<p>!<a href"),
        ("[x](javascript:alert(1))", "<p>[x](javascript:alert(1))</p>\n"),
        ('"><img src=x onerror=alert(1)>', '<p>"&gt;&lt;img src=x onerror=alert(1)&gt;</p>\n'),
        ("{{7*7}}", "<p>{{7*7}}</p>\n"),
        ("[x](https://example.org)", 'rel="nofollow ugc noopener"'),
    ],
)
def test_markdown_becomes_safe_html(markdown: str, html: str) -> None:
    made = html_of(markdown)
    assert html in made
    assert "<script" not in made
    assert "<img" not in made


@pytest.mark.parametrize(
    ("title", "slug"),
    [
        ("Lighthouse that turns", "lighthouse-that-turns"),
        ("Café à Zürich!", "cafe-a-zurich"),
        ("灯台", ""),
        ("--  --", ""),
        ("a" * 80, "a" * 60),
    ],
)
def test_slugs_are_plain(title: str, slug: str) -> None:
    assert slug_of(title) == slug


def test_plain_text_is_cut_at_a_word() -> None:
    assert plain_of("*One* two three", 9) == "One two…"
    assert plain_of("One & two", 40) == "One & two"


def test_short_ids_differ() -> None:
    assert len({short_id() for _ in range(1_000)}) == 1_000


def test_folding_ignores_case_form_and_spaces() -> None:
    assert folded("  STRASSE ﬁn ") == folded("straße  fin")


def test_the_brand_speaks_the_readers_language_or_the_next_best() -> None:
    assert in_language({"en": "Hello", "fr": "Bonjour"}, "fr").text == "Bonjour"
    assert in_language({"en": "Hello"}, "fr").language == "en"
    assert in_language({"de": "Hallo"}, "fr").text == "Hallo"
    assert in_language({}, "fr").text == ""
