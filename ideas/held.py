"""What each table holds about a person, to export and to erase; in the order in which it goes."""

from collections.abc import Mapping

from ideas.accounts import erasing
from ideas.accounts.appointing import actions as appointing
from ideas.accounts.appointing.models import Appointment
from ideas.accounts.factor.models import RecoveryCode, SecondFactor
from ideas.accounts.invitations import actions as asked
from ideas.accounts.invitations.queries import staff_invitations_of_person
from ideas.accounts.links.models import Link
from ideas.accounts.models import Consent, Person, RoleGrant
from ideas.accounts.personal import Personal, drop_by, rows_by
from ideas.accounts.sessions.models import AuthSession
from ideas.agreements.cards.models import RateCard
from ideas.agreements.models import Agreement, Share
from ideas.agreements.queries import acceptances_of
from ideas.campaigns.calendar.models import Juror, Rulebook
from ideas.campaigns.models import Terms
from ideas.comments import actions as comments
from ideas.comments.feedback.models import Feedback
from ideas.comments.likes import actions as likes
from ideas.comments.likes.models import CommentLike
from ideas.comments.mentions import actions as mentions
from ideas.comments.mentions.models import Mention
from ideas.comments.models import Comment, Update
from ideas.contests.changing.models import CalendarChange, Cancellation
from ideas.contests.models import Choice
from ideas.insights.exports.models import Export
from ideas.journey.models import Move, TeamMember
from ideas.mail import actions as mail
from ideas.mail.models import Message
from ideas.merging.models import Merger
from ideas.moderation.appeals import actions as objections
from ideas.moderation.appeals.models import MeasureAppeal
from ideas.moderation.claims.models import Claim
from ideas.moderation.complaints import actions as complaining
from ideas.moderation.complaints.models import Complaint
from ideas.moderation.judgements.models import Judgement
from ideas.moderation.measures.models import Measure
from ideas.moderation.models import StaffPick
from ideas.moderation.reports import actions as reports
from ideas.moderation.reports.models import Report
from ideas.moderation.trust.models import TrustMove
from ideas.moderation.wordings.models import Wording
from ideas.notifications.digests.models import Digest
from ideas.notifications.models import Follow, Notice, Preference
from ideas.production.models import Product
from ideas.properties.models import Property
from ideas.review.attachments.models import Attachment
from ideas.review.chances.models import SecondChance
from ideas.review.conflicts.models import Conflict
from ideas.review.estimates.models import Estimate
from ideas.review.models import Decision, Round
from ideas.review.rounds.models import Delay
from ideas.review.scoring.models import CaseNote, Score, Scorecard
from ideas.review.wordings.models import DecisionWording
from ideas.rights.models import RightsCheck
from ideas.royalties.amendments.models import AmendmentEnd
from ideas.royalties.amendments.queries import amendments_accepted_by
from ideas.royalties.auditing.models import AuditRequest
from ideas.royalties.bank.queries import exported as bank_accounts_of_person
from ideas.royalties.books.models import BookFault
from ideas.royalties.closing.wishes.models import CloseWish
from ideas.royalties.disputes.models import Dispute
from ideas.royalties.ledger.models import JournalEntry
from ideas.royalties.owed.models import RingFence
from ideas.royalties.payees import actions as payees
from ideas.royalties.payees.models import TaxForm, Withholding
from ideas.royalties.payees.queries import details_told_by
from ideas.royalties.payments import holding as payments
from ideas.royalties.payments.models import Batch, Hold, Payment
from ideas.royalties.periods.models import FxRate, Period, PeriodProposal
from ideas.royalties.sales.conflicts.models import ConflictDecision
from ideas.royalties.sales.imports.models import SalesImport
from ideas.royalties.settlements.models import Adjustment, Statement
from ideas.submission import leaving
from ideas.tuning.applying.models import Application
from ideas.voting.former.models import VoterCall
from ideas.voting.integrity.appeals import actions as appeals
from ideas.voting.integrity.appeals.models import Appeal
from ideas.voting.integrity.models import Sweep, SweptVote
from ideas.voting.integrity.sampling.models import Sampled
from ideas.voting.integrity.signals.models import VoteSignal
from ideas.voting.joins.models import JoinedVote
from ideas.voting.log.models import VoteKey
from ideas.voting.models import Vote, VoteEvent
from ideas.voting.recounts.models import Miscount
from ideas.voting.spent import actions as spent
from ideas.voting.survey.models import SurveyAnswer

PERSONAL: Mapping[str, Personal] = {
    "spent_addresses": Personal(erase=spent.spend_address),  # before the address is gone, as next
    "invitations": Personal(leaving.invitations_of_person, leaving.forget_invitations_to),
    "report_contacts": Personal(erase=reports.forget_contacts_of),
    "complaint_contacts": Personal(erase=complaining.forget_contacts_of),
    "staff_invitations": Personal(staff_invitations_of_person, asked.forget_staff_invitations_to),
    "people": Personal(rows_by(Person.id, without=("password_hash",)), erasing.erase_account),
    "appointments": Personal(rows_by(Appointment.person_id), appointing.forget_appointments_of),
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
    "voter_calls": Personal(rows_by(VoterCall.called_by_id)),
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
    "cancellations": Personal(rows_by(Cancellation.proposed_by_id)),
    "calendar_changes": Personal(rows_by(CalendarChange.changed_by_id)),
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
    "complaints": Personal(rows_by(Complaint.person_id), complaining.forget_words_of),
    "reports": Personal(rows_by(Report.person_id), reports.forget_reports_of),
    "decision_wordings": Personal(rows_by(DecisionWording.by_id)),
    "second_chances": Personal(rows_by(SecondChance.offered_by_id)),
    "delays": Personal(rows_by(Delay.said_by_id)),
    "rounds": Personal(rows_by(Round.opened_by_id)),
    "scores": Personal(rows_by(Score.reviewer_id)),
    "scorecards": Personal(rows_by(Scorecard.reviewer_id)),
    "case_notes": Personal(rows_by(CaseNote.person_id)),
    "conflicts": Personal(rows_by(Conflict.person_id)),
    "estimates": Personal(rows_by(Estimate.typed_by_id, without=("note",))),
    "attachments": Personal(rows_by(Attachment.added_by_id, without=("mark",))),
    "decisions": Personal(rows_by(Decision.proposed_by_id)),
    "agreements": Personal(rows_by(Agreement.prepared_by_id)),
    "rate_cards": Personal(rows_by(RateCard.prepared_by_id)),
    "shares": Personal(rows_by(Share.person_id)),
    "acceptances": Personal(acceptances_of),
    "amendment_acceptances": Personal(amendments_accepted_by),
    "amendment_ends": Personal(rows_by(AmendmentEnd.ended_by_id)),
    "products": Personal(rows_by(Product.launched_by_id)),
    "periods": Personal(rows_by(Period.opened_by_id)),
    "close_wishes": Personal(rows_by(CloseWish.asked_by_id, without=("figures",))),
    "period_proposals": Personal(rows_by(PeriodProposal.proposed_by_id, without=("figures",))),
    "fx_rates": Personal(rows_by(FxRate.typed_by_id, without=("rate",))),
    "sales_imports": Personal(
        rows_by(SalesImport.imported_by_id, without=("mark", "layout", "read_sums", "totals"))
    ),
    "conflict_decisions": Personal(rows_by(ConflictDecision.decided_by_id)),
    "book_faults": Personal(rows_by(BookFault.seen_by_id, without=("faults",))),
    "journal_entries": Personal(rows_by(JournalEntry.posted_by_id)),
    "adjustments": Personal(rows_by(Adjustment.made_by_id)),
    "statements": Personal(rows_by(Statement.person_id)),
    "audit_requests": Personal(rows_by(AuditRequest.person_id)),
    "disputes": Personal(rows_by(Dispute.person_id)),
    "payments": Personal(rows_by(Payment.person_id)),
    "ring_fences": Personal(rows_by(RingFence.entered_by_id)),
    "payment_batches": Personal(rows_by(Batch.prepared_by_id)),
    "payment_holds": Personal(rows_by(Hold.person_id)),
    "payee_details": Personal(details_told_by, payees.forget_details_of),
    "bank_accounts": Personal(bank_accounts_of_person, payments.forget_accounts),
    "withholdings": Personal(rows_by(Withholding.person_id)),
    "tax_forms": Personal(rows_by(TaxForm.person_id)),
}
