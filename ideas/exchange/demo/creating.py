"""Ideas are drafted, drawn, handed in and looked at by the moderators."""

from datetime import timedelta
from functools import partial

from ideas.accounts.models import Person
from ideas.exchange.demo.studio import Studio
from ideas.exchange.demo.texts import Telling, said, tellings
from ideas.exchange.demo.world import World
from ideas.journey.models import Idea
from ideas.moderation import actions as moderation
from ideas.moderation.rules import Reason
from ideas.submission import actions as submission
from ideas.submission.again.actions import say_what_changed
from ideas.submission.models import Rights
from ideas.submission.pictures.actions import remove_picture, show_kept
from ideas.submission.queries import picture_rows
from ideas.submission.team.actions import answer_invitation, invite

MODERATORS = ("maren", "idris")
UNSEEN = frozenset({"draft", "submitted"})


def let_create(world: World, studio: Studio) -> None:
    """Put every idea's beginning on the timeline."""
    for number, (key, telling) in enumerate(tellings().items()):
        is_unseen = telling.fate in UNSEEN
        seen_at = world.seen[key] = world.day(telling.published)
        sent_at = seen_at if is_unseen else world.days_after(seen_at, -1.1)
        begun_at = sent_at if telling.fate == "draft" else world.days_after(sent_at, -2.5)
        put = world.timeline.at
        put(begun_at, partial(_draft, world, key, studio))
        if telling.fate == "draft":
            continue
        for member in telling.team:
            put(begun_at + timedelta(hours=20), partial(_join_team, world, key, member))
        put(sent_at, partial(_hand_in, world, key))
        if not is_unseen:
            put(seen_at, partial(_look_at, world, key, MODERATORS[number % 2]))


def _draft(world: World, key: str, studio: Studio) -> None:
    telling = tellings()[key]
    creator = world.person(telling.by)
    idea = _begin(world, telling, creator)
    submission.write_idea(
        idea,
        tags=telling.tags,
        by=creator,
        title=telling.title,
        summary=telling.summary,
        body=telling.body.strip(),
        specs=telling.specs.strip(),
        language="en",
    )
    world.ideas[key] = idea.id
    for wish, alt in telling.wishes:
        show_kept(idea, studio.kept(wish), alt=alt, by=creator)
    for member, share in telling.team.items():
        invite(idea, world.person(member), share, by=creator)


def _begin(world: World, telling: Telling, creator: Person) -> Idea:
    if not telling.resubmits:
        return submission.begin_draft(rights=Rights.OWN, by=creator)
    idea = submission.resubmit(world.idea(telling.resubmits), by=creator)
    say_what_changed(idea, telling.changed, by=creator)
    for picture in picture_rows(idea.id):
        remove_picture(picture, by=creator)
    return idea


def _join_team(world: World, key: str, member: str) -> None:
    person = world.person(member)
    asked = next(each for each in world.idea(key).team if each.person_id == person.id)
    answer_invitation(asked, accept=True, by=person)


def _hand_in(world: World, key: str) -> None:
    submission.submit(world.idea(key), by=world.person(tellings()[key].by))


def _look_at(world: World, key: str, moderator: str) -> None:
    telling, idea, by = tellings()[key], world.idea(key), world.person(moderator)
    if telling.fate not in {"needs_work", "declined"}:
        moderation.publish(idea, by=by)
        return
    words = said("answers")["moderation"][key]
    decide = moderation.decline if telling.fate == "declined" else moderation.send_back
    decide(idea, by=by, reason=Reason(words["reason"]), sentence=in_both(words))


def in_both(words: dict[str, str]) -> dict[str, str]:
    """What the brand says, in its languages."""
    return {language: words[language] for language in ("en", "fr")}
