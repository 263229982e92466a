"""Every table imported once, for Alembic, the shell and the tests."""

from ideas.accounts import models as accounts
from ideas.accounts.factor import models as factor
from ideas.accounts.links import models as links
from ideas.accounts.sessions import models as sessions
from ideas.agreements import models as agreements
from ideas.audit import models as audit
from ideas.campaigns import models as campaigns
from ideas.comments import models as comments
from ideas.events import models as events
from ideas.jobs import models as jobs
from ideas.journey import models as journey
from ideas.limits import models as limits
from ideas.mail import models as mail
from ideas.moderation import models as moderation
from ideas.production import models as production
from ideas.review import models as review
from ideas.search import models as search
from ideas.settings import models as settings
from ideas.submission import models as submission
from ideas.voting import models as voting
from ideas.voting.standing import models as standing

__all__ = [
    "accounts",
    "agreements",
    "audit",
    "campaigns",
    "comments",
    "events",
    "factor",
    "jobs",
    "journey",
    "limits",
    "links",
    "mail",
    "moderation",
    "production",
    "review",
    "search",
    "sessions",
    "settings",
    "standing",
    "submission",
    "voting",
]
