"""HTML as other platforms keep it, as the Markdown this site keeps. Nothing in it is fetched."""

import html
import re

import nh3
from markdownify import markdownify

_LOOKS_LIKE_HTML = re.compile(r"</?(p|br|div|ul|ol|li|a|strong|em|b|i|h[1-6]|span|img)\b", re.I)
_TAGS = {
    *("p", "br", "strong", "b", "em", "i", "ul", "ol", "li", "a", "blockquote", "pre", "code"),
    *("h1", "h2", "h3", "h4", "h5", "h6", "div"),
}


def markdown_of(text: str) -> str:
    """Markdown of a body: HTML is cleaned and turned, anything else stays as it was written."""
    if not _LOOKS_LIKE_HTML.search(text):
        return html.unescape(text).replace("\r\n", "\n").strip()
    clean = nh3.clean(
        text, tags=_TAGS, attributes={"a": {"href"}}, url_schemes={"http", "https", "mailto"}
    )
    turned = markdownify(clean, heading_style="ATX", bullets="-")
    return re.sub(r"\n{3,}", "\n\n", turned).strip()
