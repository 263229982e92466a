"""Cause and effect on one page.

ARRIVALS: what must be true in the same transaction when an idea arrives at a stage.
LISTENERS: what follows soon after an event. SCHEDULE: what happens when its time comes.
CONFIRMED: what must be true in the same transaction once somebody's address is confirmed.
ERRANDS: what a visitor came for before they had an account, by the first word of "vote:a-slug".
PERSONAL: what each table holds about a person, to export and to erase (``ideas.held``).
"""

from collections.abc import Callable, Mapping, Sequence
from datetime import timedelta
from typing import Any

from ideas import held
from ideas.accounts.events import AccountErased, RoleRefused
from ideas.accounts.handover import Confirmed, Errand
from ideas.accounts.invitations import actions as asked
from ideas.accounts.links import actions as links
from ideas.accounts.sessions import actions as sessions
from ideas.agreements.events import (
    AgreementAccepted,
    AgreementEnded,
    AgreementOffered,
    GuardianRefused,
)
from ideas.agreements.guardians import actions as guardians
from ideas.audit.chain import actions as chain
from ideas.audit.chain import listeners as seals
from ideas.comments import events as said
from ideas.comments.events import CommentTakenDown, UpdateTakenDown
from ideas.contests.closing import actions as contests
from ideas.contests.events import CampaignCancelled, CampaignPutOff, JurorVotesTaken
from ideas.contests.pauses import listeners as held_up
from ideas.events.models import Event
from ideas.insights import actions as insights
from ideas.insights.exports import listeners as exports
from ideas.insights.exports.events import ExportAsked
from ideas.jobs import actions as jobs
from ideas.jobs.rules import Recurring
from ideas.journey.arrivals import Arrival
from ideas.journey.events import IdeaMoved, TeamAnswered, TeamInvited
from ideas.journey.stages import Stage
from ideas.limits import actions as limits
from ideas.mail import actions as mail
from ideas.mail import delivery
from ideas.merging import actions as merging
from ideas.moderation.events import (
    ComplaintDecided,
    MeasureAppealDecided,
    MeasureTaken,
    ReportsDecided,
    StaffPicked,
)
from ideas.moderation.judgements import actions as judgements
from ideas.moderation.measures import listeners as stated
from ideas.moderation.reports import listeners as reported
from ideas.moderation.suspensions import listeners as suspended
from ideas.moderation.trust import actions as trust
from ideas.moderation.trust import listeners as trusting
from ideas.moderation.trust.events import LevelLost
from ideas.notifications import actions as notifications
from ideas.notifications import listeners as notices
from ideas.notifications.campaigns import listeners as about_campaigns
from ideas.notifications.digests import actions as digests
from ideas.notifications.duties import actions as duties
from ideas.notifications.measures import listeners as about_measures
from ideas.notifications.money import listeners as about_money
from ideas.notifications.roles import listeners as about_roles
from ideas.notifications.rounds import listeners as about_rounds
from ideas.notifications.teams import listeners as teams
from ideas.notifications.votes import listeners as about_votes
from ideas.operations import erased
from ideas.production.events import ProductLaunched
from ideas.review import actions as review
from ideas.review.attachments import listeners as attachments
from ideas.review.attachments.events import AttachmentDropped
from ideas.review.crowds import actions as crowds
from ideas.review.events import ChanceOffered, DecisionPublished, RoundDelayed
from ideas.review.rounds import actions as rounds
from ideas.rights import listeners as rights
from ideas.royalties.books import actions as books
from ideas.royalties.closing.wishes import listeners as closes
from ideas.royalties.closing.wishes.events import CloseWished
from ideas.royalties.events import (
    AmendmentAgreed,
    AmendmentEnded,
    AmendmentOffered,
    AuditAnswered,
    AuditAsked,
    BankAccountChanged,
    DisputeAnswered,
    DisputeOpened,
    PaymentReturned,
    PaymentSent,
    StatementReady,
)
from ideas.royalties.payments import keeping as money
from ideas.royalties.sales.imports.events import SalesWait
from ideas.royalties.sales.posting import listeners as sales
from ideas.search import actions as search
from ideas.submission import actions as submission
from ideas.submission import listeners as pictures
from ideas.submission.events import AddressAsked, AddressDeclined, PictureDropped
from ideas.submission.team import actions as team
from ideas.tuning.applying import listeners as applying
from ideas.tuning.events import TermsApplied
from ideas.tuning.foretelling import actions as foretelling
from ideas.tuning.prepared import actions as prepared
from ideas.voting import actions as voting
from ideas.voting import listeners as votes
from ideas.voting.ballots import actions as ballots
from ideas.voting.daily import listeners as daily
from ideas.voting.entries import actions as entries
from ideas.voting.events import TierReached, VotersCalled
from ideas.voting.integrity import listeners as integrity
from ideas.voting.integrity.detection import watching
from ideas.voting.integrity.events import AppealDecided, VotesSwept
from ideas.voting.integrity.sampling import actions as sampling
from ideas.voting.integrity.signals import actions as signals
from ideas.voting.joins import actions as joins
from ideas.voting.joins import listeners as joined
from ideas.voting.log import listeners as log
from ideas.voting.pauses import actions as pauses
from ideas.voting.recounts import actions as recounts
from ideas.voting.standing import actions as standing

ARRIVALS: Mapping[Stage, Sequence[Arrival]] = {
    Stage.LIVE: (
        *(search.index_arrived, ballots.open_ballot, joins.begin_parting),
        merging.end_merger,
    ),
    Stage.CERTIFYING: (ballots.open_ballot,),
    Stage.QUALIFIED: (ballots.close_ballot,),
    Stage.NOT_SELECTED: (ballots.close_ballot,),
    Stage.EXPIRED: (ballots.close_ballot,),
    Stage.ARCHIVED: (entries.keep_none_of_these, ballots.close_ballot),
    Stage.MERGED: (entries.keep_none_of_these, ballots.close_ballot, joins.begin_join),
    Stage.WITHDRAWN: (ballots.close_ballot,),
}

LISTENERS: Mapping[type[Event], Sequence[Callable[[Any], Any]]] = {
    AccountErased: (erased.note_erased,),
    PictureDropped: (pictures.forget_picture,),
    AttachmentDropped: (attachments.erase_attachment,),
    IdeaMoved: (
        pictures.move_hidden_pictures,
        attachments.remove_hidden_attachments,
        reported.settle_idea,
        notices.tell_of_move,
    ),
    TierReached: (rights.ask_when_reached, notices.tell_of_tier),
    TermsApplied: (notices.tell_of_terms,),
    VotersCalled: (about_votes.tell_former_voters,),
    CampaignPutOff: (about_campaigns.tell_of_putting_off,),
    CampaignCancelled: (about_campaigns.tell_of_cancelling,),
    JurorVotesTaken: (about_votes.tell_of_jury,),
    VotesSwept: (about_votes.tell_of_sweep,),
    AppealDecided: (about_votes.tell_of_appeal,),
    StaffPicked: (notices.tell_of_pick,),
    ChanceOffered: (about_rounds.tell_of_chance,),
    RoundDelayed: (about_rounds.tell_of_delay,),
    DecisionPublished: (notices.tell_of_stay,),
    said.Mentioned: (notices.tell_of_mention,),
    said.Commented: (notices.tell_of_comment,),
    said.OfficialAnswered: (notices.tell_of_answer,),
    said.UpdatePublished: (notices.tell_of_update,),
    CommentTakenDown: (reported.settle_comment, stated.state_comment, notices.tell_of_taking_down),
    UpdateTakenDown: (reported.settle_update, stated.state_update, notices.tell_of_taking_down),
    MeasureTaken: (
        reported.settle_profile,
        about_measures.tell_of_measure,
        trusting.reckon_after_measure,
    ),
    MeasureAppealDecided: (
        suspended.write_to_suspended,
        about_measures.tell_of_outcome,
        trusting.reckon_after_appeal,
    ),
    ComplaintDecided: (about_measures.tell_of_complaint,),
    LevelLost: (about_measures.tell_of_level,),
    ReportsDecided: (notices.tell_of_report, reported.slow_down_misuse),
    RoleRefused: (about_roles.tell_of_refused_role,),
    TeamInvited: (teams.tell_of_invitation,),
    AddressAsked: (teams.tell_of_asking,),
    AddressDeclined: (teams.tell_of_declining,),
    TeamAnswered: (votes.take_back_on_joining, teams.tell_of_team_answer),
    ProductLaunched: (notices.tell_of_product,),
    AgreementOffered: (notices.tell_of_agreement,),
    AgreementAccepted: (notices.tell_of_acceptance,),
    AgreementEnded: (notices.tell_of_agreement,),
    GuardianRefused: (about_money.tell_of_guardian,),
    AmendmentOffered: (about_money.tell_of_amendment,),
    AmendmentAgreed: (about_money.tell_of_amendment,),
    AmendmentEnded: (about_money.tell_of_amendment,),
    StatementReady: (notices.tell_of_statement,),
    AuditAsked: (about_money.tell_of_audit,),
    AuditAnswered: (about_money.tell_of_audit,),
    DisputeOpened: (notices.tell_of_dispute,),
    DisputeAnswered: (notices.tell_of_verdict,),
    PaymentSent: (notices.tell_of_payment,),
    PaymentReturned: (about_money.tell_of_return,),
    BankAccountChanged: (about_money.tell_of_account,),
    ExportAsked: (exports.write_export,),
    SalesWait: (sales.carry_on_import,),
    CloseWished: (closes.carry_out_wish,),
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
    Recurring(timedelta(minutes=20), sales.forget_files),
    Recurring(timedelta(seconds=15), watching.watch_votes),
    Recurring(timedelta(seconds=20), sampling.draw_due),
    Recurring(timedelta(hours=1), signals.rotate_monthly),
    Recurring(timedelta(days=1), signals.forget_old_signals),
    Recurring(timedelta(days=1), trust.reckon_all),
    Recurring(timedelta(seconds=20), ballots.certify_due),
    Recurring(timedelta(seconds=3), pauses.make_up_for_pauses),
    Recurring(timedelta(seconds=20), ballots.expire_due),
    Recurring(timedelta(seconds=10), held_up.follow_pauses),
    Recurring(timedelta(seconds=20), contests.count_due),
    Recurring(timedelta(seconds=20), contests.finish_due),
    Recurring(timedelta(seconds=20), log.publish_votes),
    Recurring(timedelta(days=1), log.publish_forgotten),
    Recurring(timedelta(seconds=30), recounts.recount_touched),
    Recurring(timedelta(minutes=10), daily.roll_up_votes),
    Recurring(timedelta(minutes=10), prepared.prepare_sample),
    Recurring(timedelta(seconds=20), applying.carry_on_applications),
    Recurring(timedelta(days=1), recounts.recount_all),
    Recurring(timedelta(minutes=1), review.cut_off_due),
    Recurring(timedelta(minutes=1), rounds.open_due),
    Recurring(timedelta(hours=6), foretelling.foretell_rounds),
    Recurring(timedelta(hours=1), review.release_parked),
    Recurring(timedelta(minutes=2), crowds.count_crowds),
    Recurring(timedelta(hours=1), submission.withdraw_forgotten),
    Recurring(timedelta(hours=1), team.forget_invitations),
    Recurring(timedelta(days=1), books.check_books),
    Recurring(timedelta(days=1), money.forget_old_records),
    Recurring(timedelta(hours=1), jobs.forget_done),
    Recurring(timedelta(hours=1), sessions.forget_old_sessions),
    Recurring(timedelta(days=1), links.forget_old_links),
    Recurring(timedelta(hours=1), limits.forget_old_counts),
    Recurring(timedelta(hours=1), notices.tell_of_deadlines),
    Recurring(timedelta(hours=1), about_rounds.tell_of_late_rounds),
    Recurring(timedelta(seconds=5), notices.write_mail),
    Recurring(timedelta(seconds=20), notices.write_digests),
    Recurring(timedelta(hours=1), duties.tell_of_duties),
    Recurring(timedelta(days=1), about_money.tell_of_tax_forms),
    Recurring(timedelta(days=1), notifications.forget_old_notices),
    Recurring(timedelta(days=1), digests.forget_old_digests),
    Recurring(timedelta(seconds=3), delivery.deliver),
    Recurring(timedelta(days=1), mail.forget_old_messages),
    Recurring(timedelta(hours=6), insights.roll_up_insights),
    Recurring(timedelta(days=1), asked.forget_staff_invitations),
    Recurring(timedelta(days=1), guardians.forget_guardians_addresses),
)

CONFIRMED: Sequence[Confirmed] = (voting.count_pending_votes,)

PERSONAL = held.PERSONAL

ERRANDS: Mapping[str, Errand] = {"vote": voting.cast_vote_by_errand}
