"""Cause and effect on one page.

ARRIVALS: what must be true in the same transaction when an idea arrives at a stage.
LISTENERS: what follows soon after an event. SCHEDULE: what happens when its time comes.
CONFIRMED: what must be true in the same transaction once somebody's address is confirmed.
ERRANDS: what a visitor came for before they had an account, by the first word of "vote:a-slug".
PERSONAL: what each table holds about a person, to export and to erase.
"""

from collections.abc import Callable, Mapping, Sequence
from datetime import timedelta
from typing import Any

from ideas.accounts import erasing
from ideas.accounts.factor.models import RecoveryCode, SecondFactor
from ideas.accounts.handover import Confirmed, Errand
from ideas.accounts.invitations import actions as asked
from ideas.accounts.invitations.queries import staff_invitations_of_person
from ideas.accounts.links import actions as links
from ideas.accounts.links.models import Link
from ideas.accounts.models import Consent, Person, RoleGrant
from ideas.accounts.personal import Personal, drop_by, rows_by
from ideas.accounts.sessions import actions as sessions
from ideas.accounts.sessions.models import AuthSession
from ideas.agreements.events import AgreementAccepted, AgreementEnded, AgreementOffered
from ideas.agreements.models import Agreement, Share
from ideas.agreements.queries import acceptances_of
from ideas.audit.chain import actions as chain
from ideas.audit.chain import listeners as seals
from ideas.campaigns.calendar.models import Juror, Rulebook
from ideas.campaigns.models import Terms
from ideas.comments import actions as comments
from ideas.comments import events as said
from ideas.comments.events import CommentTakenDown, UpdateTakenDown
from ideas.comments.feedback.models import Feedback
from ideas.comments.likes import actions as likes
from ideas.comments.likes.models import CommentLike
from ideas.comments.mentions import actions as mentions
from ideas.comments.mentions.models import Mention
from ideas.comments.models import Comment, Update
from ideas.contests.closing import actions as contests
from ideas.contests.models import Choice
from ideas.events.models import Event
from ideas.insights import actions as insights
from ideas.insights.exports import listeners as exports
from ideas.insights.exports.events import ExportAsked
from ideas.insights.exports.models import Export
from ideas.jobs import actions as jobs
from ideas.jobs.rules import Recurring
from ideas.journey.arrivals import Arrival
from ideas.journey.events import IdeaMoved, TeamAnswered, TeamInvited
from ideas.journey.models import Move, TeamMember
from ideas.journey.stages import Stage
from ideas.limits import actions as limits
from ideas.mail import actions as mail
from ideas.mail import delivery
from ideas.mail.models import Message
from ideas.merging import actions as merging
from ideas.merging.models import Merger
from ideas.moderation.appeals import actions as objections
from ideas.moderation.appeals.models import MeasureAppeal
from ideas.moderation.claims.models import Claim
from ideas.moderation.events import MeasureAppealDecided, MeasureTaken, ReportsDecided, StaffPicked
from ideas.moderation.judgements import actions as judgements
from ideas.moderation.judgements.models import Judgement
from ideas.moderation.measures import listeners as stated
from ideas.moderation.measures.models import Measure
from ideas.moderation.models import StaffPick
from ideas.moderation.reports import actions as reports
from ideas.moderation.reports import listeners as reported
from ideas.moderation.reports.models import Report
from ideas.moderation.trust import actions as trust
from ideas.moderation.trust import listeners as trusting
from ideas.moderation.trust.events import LevelLost
from ideas.moderation.trust.models import TrustMove
from ideas.moderation.wordings.models import Wording
from ideas.notifications import actions as notifications
from ideas.notifications import listeners as notices
from ideas.notifications.digests import actions as digests
from ideas.notifications.digests.models import Digest
from ideas.notifications.duties import actions as duties
from ideas.notifications.measures import listeners as about_measures
from ideas.notifications.models import Follow, Notice, Preference
from ideas.notifications.teams import listeners as teams
from ideas.notifications.votes import listeners as about_votes
from ideas.production.events import ProductLaunched
from ideas.production.models import Product
from ideas.properties.models import Property
from ideas.review import actions as review
from ideas.review.events import DecisionPublished
from ideas.review.models import Decision, Round, Score, Scorecard
from ideas.rights import listeners as rights
from ideas.rights.models import RightsCheck
from ideas.royalties.events import PaymentSent, StatementReady
from ideas.royalties.ledger import actions as ledger
from ideas.royalties.ledger.models import JournalEntry
from ideas.royalties.payments.models import Payment
from ideas.royalties.periods.models import FxRate, Period
from ideas.royalties.sales.models import SalesImport
from ideas.royalties.settlements.models import Adjustment, Statement
from ideas.search import actions as search
from ideas.submission import actions as submission
from ideas.submission import leaving
from ideas.submission import listeners as pictures
from ideas.submission.events import AddressAsked, AddressDeclined, PictureDropped
from ideas.submission.team import actions as team
from ideas.tuning.applying import listeners as applying
from ideas.tuning.applying.models import Application
from ideas.tuning.events import TermsApplied
from ideas.voting import actions as voting
from ideas.voting import listeners as votes
from ideas.voting.ballots import actions as ballots
from ideas.voting.daily import listeners as daily
from ideas.voting.events import TierReached
from ideas.voting.integrity import listeners as integrity
from ideas.voting.integrity.appeals import actions as appeals
from ideas.voting.integrity.appeals.models import Appeal
from ideas.voting.integrity.detection import watching
from ideas.voting.integrity.events import AppealDecided, VotesSwept
from ideas.voting.integrity.models import Sweep, SweptVote
from ideas.voting.integrity.sampling import actions as sampling
from ideas.voting.integrity.sampling.models import Sampled
from ideas.voting.integrity.signals import actions as signals
from ideas.voting.integrity.signals.models import VoteSignal
from ideas.voting.joins import actions as joins
from ideas.voting.joins import listeners as joined
from ideas.voting.joins.models import JoinedVote
from ideas.voting.log import listeners as log
from ideas.voting.log.models import VoteKey
from ideas.voting.models import Vote, VoteEvent
from ideas.voting.pauses import actions as pauses
from ideas.voting.recounts import actions as recounts
from ideas.voting.recounts.models import Miscount
from ideas.voting.spent import actions as spent
from ideas.voting.standing import actions as standing
from ideas.voting.survey.models import SurveyAnswer

ARRIVALS: Mapping[Stage, Sequence[Arrival]] = {
    Stage.LIVE: (search.index_arrived, ballots.open_ballot, joins.begin_parting),
    Stage.CERTIFYING: (ballots.open_ballot,),
    Stage.QUALIFIED: (ballots.close_ballot,),
    Stage.NOT_SELECTED: (ballots.close_ballot,),
    Stage.EXPIRED: (ballots.close_ballot,),
    Stage.ARCHIVED: (ballots.close_ballot,),
    Stage.MERGED: (ballots.close_ballot, joins.begin_join),
    Stage.WITHDRAWN: (ballots.close_ballot,),
}

LISTENERS: Mapping[type[Event], Sequence[Callable[[Any], Any]]] = {
    PictureDropped: (pictures.forget_picture,),
    IdeaMoved: (pictures.move_hidden_pictures, reported.settle_idea, notices.tell_of_move),
    TierReached: (rights.ask_when_reached, notices.tell_of_tier),
    TermsApplied: (notices.tell_of_terms,),
    VotesSwept: (about_votes.tell_of_sweep,),
    AppealDecided: (about_votes.tell_of_appeal,),
    StaffPicked: (notices.tell_of_pick,),
    DecisionPublished: (notices.tell_of_stay,),
    said.Mentioned: (notices.tell_of_mention,),
    said.Commented: (notices.tell_of_comment,),
    said.OfficialAnswered: (notices.tell_of_answer,),
    said.UpdatePublished: (notices.tell_of_update,),
    CommentTakenDown: (reported.settle_comment, stated.state_comment, notices.tell_of_taking_down),
    UpdateTakenDown: (reported.settle_update, stated.state_update, notices.tell_of_taking_down),
    MeasureTaken: (about_measures.tell_of_measure, trusting.reckon_after_measure),
    MeasureAppealDecided: (about_measures.tell_of_outcome, trusting.reckon_after_appeal),
    LevelLost: (about_measures.tell_of_level,),
    ReportsDecided: (notices.tell_of_report, reported.slow_down_misuse),
    TeamInvited: (teams.tell_of_invitation,),
    AddressAsked: (teams.tell_of_asking,),
    AddressDeclined: (teams.tell_of_declining,),
    TeamAnswered: (votes.take_back_on_joining, teams.tell_of_team_answer),
    ProductLaunched: (notices.tell_of_product,),
    AgreementOffered: (notices.tell_of_agreement,),
    AgreementAccepted: (notices.tell_of_acceptance,),
    AgreementEnded: (notices.tell_of_agreement,),
    StatementReady: (notices.tell_of_statement,),
    PaymentSent: (notices.tell_of_payment,),
    ExportAsked: (exports.write_export,),
}

SCHEDULE: Sequence[Recurring] = (
    Recurring(timedelta(seconds=3), standing.refresh_touched),
    Recurring(timedelta(minutes=1), votes.catch_up_on_standings),
    Recurring(timedelta(seconds=3), judgements.carry_out_due),
    Recurring(timedelta(seconds=3), integrity.carry_on_sweeps),
    Recurring(timedelta(seconds=3), merging.carry_out_due),
    Recurring(timedelta(seconds=3), joined.carry_on_joins),
    Recurring(timedelta(seconds=10), seals.seal_entries),
    Recurring(timedelta(days=1), chain.check_chain),
    Recurring(timedelta(minutes=5), exports.forget_exports),
    Recurring(timedelta(seconds=15), watching.watch_votes),
    Recurring(timedelta(seconds=20), sampling.draw_due),
    Recurring(timedelta(hours=1), signals.rotate_monthly),
    Recurring(timedelta(days=1), signals.forget_old_signals),
    Recurring(timedelta(days=1), trust.reckon_all),
    Recurring(timedelta(seconds=20), ballots.certify_due),
    Recurring(timedelta(seconds=3), pauses.make_up_for_pauses),
    Recurring(timedelta(seconds=20), ballots.expire_due),
    Recurring(timedelta(seconds=20), contests.count_due),
    Recurring(timedelta(seconds=20), contests.finish_due),
    Recurring(timedelta(seconds=20), log.publish_votes),
    Recurring(timedelta(days=1), log.publish_forgotten),
    Recurring(timedelta(seconds=30), recounts.recount_touched),
    Recurring(timedelta(minutes=10), daily.roll_up_votes),
    Recurring(timedelta(seconds=20), applying.carry_on_applications),
    Recurring(timedelta(days=1), recounts.recount_all),
    Recurring(timedelta(minutes=1), review.cut_off_due),
    Recurring(timedelta(hours=1), review.release_parked),
    Recurring(timedelta(hours=1), submission.withdraw_forgotten),
    Recurring(timedelta(hours=1), team.forget_invitations),
    Recurring(timedelta(days=1), ledger.check_ledger),
    Recurring(timedelta(hours=1), jobs.forget_done),
    Recurring(timedelta(hours=1), sessions.forget_old_sessions),
    Recurring(timedelta(days=1), links.forget_old_links),
    Recurring(timedelta(hours=1), limits.forget_old_counts),
    Recurring(timedelta(hours=1), notices.tell_of_deadlines),
    Recurring(timedelta(seconds=5), notices.write_mail),
    Recurring(timedelta(seconds=20), notices.write_digests),
    Recurring(timedelta(hours=1), duties.tell_of_duties),
    Recurring(timedelta(days=1), notifications.forget_old_notices),
    Recurring(timedelta(days=1), digests.forget_old_digests),
    Recurring(timedelta(seconds=3), delivery.deliver),
    Recurring(timedelta(days=1), mail.forget_old_messages),
    Recurring(timedelta(hours=6), insights.roll_up_insights),
    Recurring(timedelta(days=1), asked.forget_staff_invitations),
)

CONFIRMED: Sequence[Confirmed] = (voting.count_pending_votes,)

ERRANDS: Mapping[str, Errand] = {"vote": voting.cast_vote_by_errand}

PERSONAL: Mapping[str, Personal] = {
    "spent_addresses": Personal(erase=spent.spend_address),  # before the address is gone, as next
    "invitations": Personal(leaving.invitations_of_person, leaving.forget_invitations_to),
    "report_contacts": Personal(erase=reports.forget_contacts_of),
    "staff_invitations": Personal(staff_invitations_of_person, asked.forget_staff_invitations_to),
    "people": Personal(rows_by(Person.id, without=("password_hash",)), erasing.erase_account),
    "role_grants": Personal(rows_by(RoleGrant.person_id), drop_by(RoleGrant.person_id)),
    "consents": Personal(rows_by(Consent.person_id)),
    "auth_sessions": Personal(
        rows_by(AuthSession.person_id, without=("token_hash",)), drop_by(AuthSession.person_id)
    ),
    "links": Personal(erase=drop_by(Link.person_id)),
    "second_factors": Personal(erase=drop_by(SecondFactor.person_id)),
    "messages": Personal(rows_by(Message.person_id, without=("values",)), mail.forget_mail_of),
    "recovery_codes": Personal(erase=drop_by(RecoveryCode.person_id)),
    "ideas": Personal(leaving.ideas_of_person, leaving.erase_ideas),
    "team_members": Personal(rows_by(TeamMember.person_id), leaving.leave_teams),
    "moves": Personal(rows_by(Move.by_id, without=("private_note",))),
    "follows": Personal(rows_by(Follow.person_id), drop_by(Follow.person_id)),
    "notices": Personal(rows_by(Notice.person_id), drop_by(Notice.person_id)),
    "preferences": Personal(rows_by(Preference.person_id), drop_by(Preference.person_id)),
    "digests": Personal(rows_by(Digest.person_id), drop_by(Digest.person_id)),
    "votes": Personal(rows_by(Vote.person_id)),
    "vote_signals": Personal(rows_by(VoteSignal.person_id), drop_by(VoteSignal.person_id)),
    "sweeps": Personal(rows_by(Sweep.proposed_by_id)),
    "swept_votes": Personal(rows_by(SweptVote.person_id)),
    "appeals": Personal(rows_by(Appeal.person_id), appeals.forget_words_of),
    "sampled_votes": Personal(rows_by(Sampled.person_id)),
    "survey_answers": Personal(rows_by(SurveyAnswer.person_id), drop_by(SurveyAnswer.person_id)),
    "vote_events": Personal(rows_by(VoteEvent.person_id)),
    "vote_keys": Personal(erase=drop_by(VoteKey.person_id)),
    "joined_votes": Personal(rows_by(JoinedVote.person_id)),
    "miscounts": Personal(rows_by(Miscount.seen_by_id)),
    "comments": Personal(rows_by(Comment.author_id), comments.forget_words_of),
    "updates": Personal(rows_by(Update.author_id), comments.forget_words_of),
    "mentions": Personal(rows_by(Mention.person_id), mentions.forget_calls_of),
    "comment_likes": Personal(rows_by(CommentLike.person_id), likes.forget_likes_of),
    "feedback": Personal(rows_by(Feedback.person_id), drop_by(Feedback.person_id)),
    "terms": Personal(rows_by(Terms.published_by_id)),
    "applications": Personal(rows_by(Application.proposed_by_id)),
    "rulebooks": Personal(rows_by(Rulebook.published_by_id, without=("text",))),
    "jurors": Personal(rows_by(Juror.person_id)),
    "shortlist_choices": Personal(rows_by(Choice.by_id)),
    "staff_picks": Personal(rows_by(StaffPick.by_id)),
    "exports": Personal(
        rows_by(Export.person_id, without=("mark", "session_id")), drop_by(Export.person_id)
    ),
    "claims": Personal(rows_by(Claim.person_id), drop_by(Claim.person_id)),
    "judgements": Personal(rows_by(Judgement.by_id, without=("note",))),
    "properties": Personal(rows_by(Property.changed_by_id, without=("note",))),
    "rights_checks": Personal(rows_by(RightsCheck.decided_by_id, without=("note",))),
    "mergers": Personal(rows_by(Merger.proposed_by_id, without=("note",))),
    "trust_moves": Personal(rows_by(TrustMove.person_id)),
    "wordings": Personal(rows_by(Wording.by_id)),
    "measures": Personal(rows_by(Measure.person_id)),
    "measure_appeals": Personal(rows_by(MeasureAppeal.person_id), objections.forget_words_of),
    "reports": Personal(rows_by(Report.person_id), reports.forget_reports_of),
    "rounds": Personal(rows_by(Round.opened_by_id)),
    "scores": Personal(rows_by(Score.reviewer_id)),
    "scorecards": Personal(rows_by(Scorecard.reviewer_id)),
    "decisions": Personal(rows_by(Decision.proposed_by_id)),
    "agreements": Personal(rows_by(Agreement.prepared_by_id)),
    "shares": Personal(rows_by(Share.person_id)),
    "acceptances": Personal(acceptances_of),
    "products": Personal(rows_by(Product.launched_by_id)),
    "periods": Personal(rows_by(Period.opened_by_id)),
    "fx_rates": Personal(rows_by(FxRate.typed_by_id, without=("rate",))),
    "sales_imports": Personal(rows_by(SalesImport.imported_by_id, without=("problems",))),
    "journal_entries": Personal(rows_by(JournalEntry.posted_by_id)),
    "adjustments": Personal(rows_by(Adjustment.made_by_id)),
    "statements": Personal(rows_by(Statement.person_id)),
    "payments": Personal(rows_by(Payment.person_id)),
}
