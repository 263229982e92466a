"""The brand's own dials."""

import re
from dataclasses import dataclass

from flask_babel import gettext

from ideas.settings.rules import declare, dial
from ideas.storage.pictures import Kept, file_of, url_of
from ideas.web.languages import lazy_gettext as _l
from ideas.web.stylesheet import Look

CALL = "What should we make next?"
LOGO = r"([0-9a-f]{32})-([0-9]{1,3})x([0-9]{1,3})"
LOGO_HEIGHT = 36
FONTS = {
    "bricolage": _l("Bricolage Grotesque over Inter"),
    "inter": _l("Inter"),
    "serif": _l("A book face of the device over Inter"),
    "book": _l("A book face of the device"),
    "round": _l("A round face of the device"),
    "system": _l("The device's own face"),
}


@dataclass(frozen=True)
class Logo:
    """A kept logo and the room it takes in the header; ``file`` is its name in the store."""

    url: str
    file: str
    width: int
    height: int


def logo_of(kept: Kept) -> str:
    """How the dial names a kept logo."""
    return f"{kept.name}-{kept.width}x{kept.height}"


@declare
@dataclass(frozen=True)
class Brand:
    """How the brand calls and shows itself."""

    name: str = dial("Ideas", "Name", help="Shown in the header and in mails.", least=1, most=40)
    tagline: str = dial(CALL, "Call", help="The question on the home page.", most=80)
    tagline_fr: str = dial(
        "", "Call in French", help="On French pages; empty for the same as above.", most=80
    )
    accent: str = dial(
        "#D9481C", "Accent colour", help="Like #D9481C.", most=7, pattern="#[0-9A-Fa-f]{6}"
    )
    fonts: str = dial("bricolage", "Fonts", help="Headings over text.", choices=FONTS)
    radius: int = dial(18, "Roundness", help="Of cards and fields, in pixels.", least=0, most=32)
    logo: str = dial("", "Logo", most=48, pattern=f"({LOGO})?", is_uploaded=True)
    banner: str = dial("", "Banner", help="A sentence above every page; empty for none.", most=200)
    banner_fr: str = dial(
        "", "Banner in French", help="On French pages; empty for the same as above.", most=200
    )

    @property
    def look(self) -> Look:
        """What the brand's stylesheet is made of."""
        return Look(self.accent.lower(), self.radius, self.fonts)

    @property
    def stylesheet(self) -> str:
        """The static file with the whole style in the brand's look."""
        is_ours = self.look == Brand().look
        return "css/all.css" if is_ours else f"css/all-{self.look.name}.css"

    @property
    def picture(self) -> Logo | None:
        """The logo as the header shows it."""
        found = re.fullmatch(LOGO, self.logo)
        if found is None:
            return None
        width, height = int(found[2]), int(found[3])
        room = round(width * LOGO_HEIGHT / height)
        return Logo(url_of(found[1], width), file_of(found[1], width), room, LOGO_HEIGHT)

    def banner_in(self, language: str) -> str:
        """The banner in the reader's language."""
        return self.banner_fr or self.banner if language == "fr" else self.banner

    def call_in(self, language: str) -> str:
        """The call in the reader's language."""
        if language == "fr" and self.tagline_fr:
            return self.tagline_fr
        return gettext("What should we make next?") if self.tagline == CALL else self.tagline
