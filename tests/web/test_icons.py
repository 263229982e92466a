import re

from ideas.web.assets import path_of
from tests.shape.source import templates

DRAWN = set(re.findall(r'symbol id="([a-z0-9-]+)"', path_of("img/icons.svg").read_text()))
USED = re.compile(
    r'\bicon\("([a-z0-9-]+)"|icon_name="([a-z0-9-]+)"|icon_button\([^,]+, "([a-z0-9-]+)"'
)


def test_every_icon_a_template_names_is_drawn() -> None:
    named = {
        (name, icon)
        for name, text in templates().items()
        for found in USED.findall(text)
        for icon in found
        if icon
    }
    assert {(name, icon) for name, icon in named if icon not in DRAWN} == set()
