"""Every table imported once, for Alembic, the shell and the tests."""

from ideas.accounts import models as accounts
from ideas.accounts.appointing import models as appointing
from ideas.accounts.factor import models as factor
from ideas.accounts.imports import models as imports
from ideas.accounts.invitations import models as invitations
from ideas.accounts.links import models as links
from ideas.accounts.sessions import models as sessions
from ideas.agreements import models as agreements
from ideas.agreements.cards import models as cards
from ideas.agreements.guardians import models as guardians
from ideas.audit import models as audit
from ideas.campaigns import models as campaigns
from ideas.campaigns.calendar import models as calendar
from ideas.comments import models as comments
from ideas.comments.feedback import models as feedback
from ideas.comments.likes import models as likes
from ideas.comments.mentions import models as mentions
from ideas.contests import models as contests
from ideas.events import models as events
from ideas.insights import models as insights
from ideas.insights.exports import models as exports
from ideas.jobs import models as jobs
from ideas.journey import models as journey
from ideas.limits import models as limits
from ideas.mail import models as mail
from ideas.merging import models as merging
from ideas.moderation import models as moderation
from ideas.moderation.claims import models as claims
from ideas.moderation.judgements import models as judgements
from ideas.moderation.reports import models as reports
from ideas.notifications import models as notifications
from ideas.notifications.digests import models as digests
from ideas.production import models as production
from ideas.properties import models as properties
from ideas.review import models as review
from ideas.review.attachments import models as attachments
from ideas.review.chances import models as chances
from ideas.review.conflicts import models as conflicts
from ideas.review.crowds import models as crowds
from ideas.review.estimates import models as estimates
from ideas.review.rounds import models as rounds
from ideas.review.scoring import models as scoring
from ideas.review.wordings import models as wordings_of_answers
from ideas.rights import models as rights
from ideas.royalties.amendments import models as amendments
from ideas.royalties.auditing import models as auditing
from ideas.royalties.bank import models as bank
from ideas.royalties.disputes import models as disputes
from ideas.royalties.ledger import models as ledger
from ideas.royalties.owed import models as owed
from ideas.royalties.payees import models as payees
from ideas.royalties.payments import models as payments
from ideas.royalties.periods import models as periods
from ideas.royalties.sales import models as sales
from ideas.royalties.sales.conflicts import models as sale_conflicts
from ideas.royalties.sales.imports import models as sales_imports
from ideas.royalties.settlements import models as settlements
from ideas.search import models as search
from ideas.settings import models as settings
from ideas.submission import models as submission
from ideas.submission.team import models as team
from ideas.tuning.applying import models as applying
from ideas.tuning.prepared import models as prepared
from ideas.voting import models as voting
from ideas.voting.daily import models as daily
from ideas.voting.former import models as former
from ideas.voting.integrity import models as integrity
from ideas.voting.integrity.appeals import models as appeals
from ideas.voting.integrity.sampling import models as sampling
from ideas.voting.integrity.signals import models as signals
from ideas.voting.joins import models as joins
from ideas.voting.log import models as log
from ideas.voting.pauses import models as pauses
from ideas.voting.recounts import models as recounts
from ideas.voting.referrals import models as referrals
from ideas.voting.spent import models as spent
from ideas.voting.standing import models as standing
from ideas.voting.survey import models as survey

__all__ = [
    "accounts",
    "agreements",
    "amendments",
    "appeals",
    "applying",
    "appointing",
    "attachments",
    "audit",
    "auditing",
    "bank",
    "calendar",
    "campaigns",
    "cards",
    "chances",
    "claims",
    "comments",
    "conflicts",
    "contests",
    "crowds",
    "daily",
    "digests",
    "disputes",
    "estimates",
    "events",
    "exports",
    "factor",
    "feedback",
    "former",
    "guardians",
    "imports",
    "insights",
    "integrity",
    "invitations",
    "jobs",
    "joins",
    "journey",
    "judgements",
    "ledger",
    "likes",
    "limits",
    "links",
    "log",
    "mail",
    "mentions",
    "merging",
    "moderation",
    "notifications",
    "owed",
    "pauses",
    "payees",
    "payments",
    "periods",
    "prepared",
    "production",
    "properties",
    "recounts",
    "referrals",
    "reports",
    "review",
    "rights",
    "rounds",
    "sale_conflicts",
    "sales",
    "sales_imports",
    "sampling",
    "scoring",
    "search",
    "sessions",
    "settings",
    "settlements",
    "signals",
    "spent",
    "standing",
    "submission",
    "survey",
    "team",
    "voting",
    "wordings_of_answers",
]
