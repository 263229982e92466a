"""When a site may be moved."""


class CannotMove(Exception):
    """Why the site cannot be moved; the text says what to do."""


def why_not(*, kind: str, target: str, is_read_only: bool, stands: str, newest: str) -> str | None:
    """What stands in the way, and what to do; None when nothing does."""
    if kind != "sqlite":
        return f"This site is on {kind} already."
    if target != "postgresql":
        return "Name the target as postgresql+psycopg://user@host/database."
    if stands != newest:
        return "The database is older than this release. Run: ideas migrate"
    if not is_read_only:
        return (
            "Make the site read only first (desk, Dials, Site): what people did after the copy "
            "would be missing."
        )
    return None
