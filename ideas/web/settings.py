"""The brand's own dials."""

from dataclasses import dataclass

from ideas.settings.rules import declare, dial


@declare
@dataclass(frozen=True)
class Brand:
    """How the brand calls and shows itself."""

    name: str = dial("Ideas", "Name", help="Shown in the header and in mails.", least=1, most=40)
    tagline: str = dial(
        "What should we make next?", "Call", help="The question on the home page.", most=80
    )
    accent: str = dial(
        "#D9481C", "Accent colour", help="Like #D9481C.", most=7, pattern="#[0-9A-Fa-f]{6}"
    )
    banner: str = dial("", "Banner", help="A sentence above every page; empty for none.", most=200)
