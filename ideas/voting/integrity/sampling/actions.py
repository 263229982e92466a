"""Drawing the sample, and checking it."""

from ideas import clock
from ideas.accounts.models import Person
from ideas.audit.actions import note as write_audit
from ideas.db import session, writes
from ideas.jobs.alone import each_alone
from ideas.journey.models import Idea
from ideas.journey.queries import locked_idea
from ideas.refusals import refuse
from ideas.settings.queries import dials
from ideas.voting.integrity.sampling import rules
from ideas.voting.integrity.sampling.models import Sampled
from ideas.voting.integrity.sampling.queries import to_be_drawn, voters_counted
from ideas.voting.integrity.sampling.rules import Finding
from ideas.voting.queries import fresh_ballot
from ideas.voting.settings import Voting


def draw_due() -> None:
    """Draw the samples of the ideas that have just reached their goal."""
    size = dials(Voting).sample
    if size:
        each_alone(to_be_drawn(), _draw)


@writes
def _draw(idea_id: int) -> None:
    locked_idea(idea_id)
    ballot = fresh_ballot(idea_id)
    if ballot is None or ballot.reached_at is None or idea_id not in to_be_drawn():
        return
    seed = rules.seed_of(idea_id, ballot.attempt, ballot.reached_at)
    people = rules.drawn(voters_counted(idea_id), seed, dials(Voting).sample)
    for place, person_id in enumerate(people, 1):
        session().add(
            Sampled(
                idea_id=idea_id,
                attempt=ballot.attempt,
                place=place,
                person_id=person_id,
                drawn_at=clock.now(),
            )
        )
    session().flush()


@writes
def check(idea: Idea, place: int, finding: Finding, *, by: Person) -> Sampled:
    """Say what one finds of an account in the sample; the last word stands while it is open."""
    idea = locked_idea(idea.id)
    ballot = fresh_ballot(idea.id)
    attempt = ballot.attempt if ballot else 0
    row = session().get(Sampled, (idea.id, attempt, place), populate_existing=True)
    is_open = ballot is not None and ballot.closed_at is None
    refuse(rules.refusal_to_check(is_own=by.id in idea.team_ids, is_open=is_open))
    if row is None:
        raise LookupError(f"nobody was drawn as number {place}")
    row.finding, row.checked_by_id, row.checked_at = finding, by.id, clock.now()
    write_audit("votes.checked", f"idea:{idea.id}", by=by.id, place=place, finding=finding.value)
    return row
