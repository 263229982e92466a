"""Text as people write it is shown safely."""

import pytest

from ideas.text import (
    facts_in,
    folded,
    html_of,
    in_language,
    is_seen,
    on_one_line,
    plain_of,
    short_id,
    slug_of,
    upright,
)


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


FAMILY = "\U0001f468\u200d\U0001f469\u200d\U0001f467"


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("  A   lamp \n that turns ", "A lamp that turns"),
        ("A lamp\u202egnp.exe", "A lampgnp.exe"),
        ("\u2067A\u2069 lamp\u200b\x00\ufeff", "A lamp"),
        (f"A lamp {FAMILY}", f"A lamp {FAMILY}"),
        (
            "\u0645\u06cc\u200c\u062e\u0648\u0627\u0647\u0645",
            "\u0645\u06cc\u200c\u062e\u0648\u0627\u0647\u0645",
        ),
        ("\u200d \u200b\u2060", ""),
    ],
)
def test_a_title_is_one_line_with_nothing_hidden(typed: str, kept: str) -> None:
    assert on_one_line(typed) == kept


def test_words_keep_their_lines_and_nothing_that_turns_them() -> None:
    assert upright(f"One\n\n\ttwo {FAMILY}\r\n") == f"One\n\n\ttwo {FAMILY}\r\n"
    assert upright("pay\u202e\u2066lap\u2069\u200b\x00") == "paylap"


@pytest.mark.parametrize(
    ("typed", "facts"),
    [
        ("", []),
        ("Height: 42 cm\r\n\r\nMade of:oak,  tin", [("Height", "42 cm"), ("Made of", "oak, tin")]),
        ("- Hauteur\u00a0: 42\u00a0cm", [("Hauteur", "42 cm")]),
        ("\u2022 \u9ad8\u3055\uff1a42:1", [("\u9ad8\u3055", "42:1")]),
        ("Show: at 7:30", [("Show", "at 7:30")]),
        ("oak\nAge:\n: 8\n :\n***", [("oak", ""), ("Age", ""), ("", "8")]),
        ("<b>Height</b>: \u202e42\u200f cm", [("<b>Height</b>", "42 cm")]),
    ],
)
def test_a_fact_is_a_name_and_what_it_is(typed: str, facts: list[tuple[str, str]]) -> None:
    assert facts_in(typed) == facts


@pytest.mark.parametrize(
    "text", ["", " \n", "\u200b", "\u200d\u00a0", "\u3164\u2800", "\ufe0f\u0301"]
)
def test_what_nobody_sees_says_nothing(text: str) -> None:
    assert not is_seen(text)
    assert is_seen(text + "\U0001f44d")
