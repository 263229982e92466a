"""Publishing versions of terms."""

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from ideas.accounts.models import Person
from ideas.audit.models import AuditEntry
from ideas.campaigns.actions import ensure_standing_campaign, publish_terms
from ideas.campaigns.ladder import PRESETS, ladder_from
from ideas.campaigns.models import Campaign, Terms
from ideas.campaigns.queries import current_terms, terms_version, versions_of
from ideas.events.models import RecordedEvent
from ideas.policy import Role
from ideas.refusals import Refused
from tests.conftest import Clock
from tests.factories import a_person, the_campaign

MICRO = ladder_from(PRESETS["micro"])


@pytest.fixture
def adam(session: Session, clock: Clock) -> Person:
    """An admin."""
    return a_person("Adam", Role.ADMIN)


def test_the_standing_campaign_is_made_once(adam: Person, session: Session) -> None:
    assert ensure_standing_campaign() == ensure_standing_campaign()
    assert session.query(Campaign).count() == session.query(Terms).count() == 1


def test_a_version_changes_what_is_named_and_keeps_the_rest(adam: Person, session: Session) -> None:
    campaign = the_campaign()
    first = current_terms(campaign.id)
    published = publish_terms(
        campaign, MICRO, by=adam, reason=" Small brand ", based_on=1, royalty_bp=250
    )
    assert (published.version, published.royalty_bp, published.reason) == (2, 250, "Small brand")
    assert published.decision_days == first.decision_days
    assert published.tiers == MICRO
    assert [each.version for each in versions_of(campaign.id)] == [2, 1]
    assert terms_version(campaign.id, 1) == first
    assert terms_version(campaign.id, 9) is None
    entry = session.query(AuditEntry).one()
    assert (entry.action, entry.actor_id) == ("terms.publish", adam.id)
    assert session.query(RecordedEvent).filter_by(name="campaigns.TermsPublished").count() == 1


def test_of_two_admins_the_second_begins_again(adam: Person) -> None:
    campaign = the_campaign()
    publish_terms(campaign, MICRO, by=adam, reason="First", based_on=1)
    with pytest.raises(Refused, match=r"^terms\.changed_meanwhile$"):
        publish_terms(campaign, MICRO, by=adam, reason="Second", based_on=1)
    assert current_terms(campaign.id).version == 2


def test_no_version_is_published_without_a_reason(adam: Person) -> None:
    with pytest.raises(Refused, match=r"^terms\.no_reason$"):
        publish_terms(the_campaign(), MICRO, by=adam, reason=" ")


def test_the_database_keeps_versions_as_they_are(adam: Person, session: Session) -> None:
    the_campaign()
    with pytest.raises(sa.exc.DBAPIError, match="append-only"):
        session.execute(sa.text("UPDATE terms SET royalty_bp = 0"))
    session.rollback()
