"""Taking votes in as they come to count, and saying which are suspect."""

import math
from bisect import bisect_left, insort
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from operator import attrgetter

from ideas.voting.integrity.detection import pace
from ideas.voting.integrity.detection.company import companies
from ideas.voting.integrity.detection.crowds import Crowd, Seen, View, counted
from ideas.voting.integrity.detection.groups import Group, groups_in, is_much
from ideas.voting.integrity.detection.lockstep import Ways, ideas_of, ways_together
from ideas.voting.integrity.detection.pace import Pace
from ideas.voting.integrity.detection.rules import (
    DAY,
    Ground,
    Key,
    Kind,
    Sighting,
    Suspicion,
    Thresholds,
    features_of,
    has,
)
from ideas.voting.integrity.detection.tails import cut_off

MOST_VOTES = 20_000
MOST_IN_ALL = 100_000
MOST_ROUNDS = 12
GROWTH = 0.03
ODD = -9.0
MOSTLY = 0.75
moment_of = attrgetter("at")
LASTING = frozenset({Kind.NETWORK, Kind.DOMAIN, Kind.BORN, Kind.WEEK})


class Detector:
    """``see`` votes about in the order in which they count; then ask for the ``suspicions``.

    Of each idea the last MOST_VOTES votes are looked at, in several windows of time, and of all
    together MOST_IN_ALL are kept; a long window is looked at again when it has grown by a little.
    Nobody is suspected twice for one idea.
    """

    def __init__(self, limits: Thresholds | None = None) -> None:
        self.limits = limits or Thresholds()
        self.votes: dict[int, list[Seen]] = defaultdict(list)
        self.crowd, self.ways, self.pace = Crowd(), Ways(), Pace()
        self.touched: set[int] = set()
        self.named: dict[int, set[int]] = defaultdict(set)
        self.keys: dict[int, set[Key]] = defaultdict(set)
        self.trusted: dict[int, set[tuple[Kind, str]]] = defaultdict(set)
        self.looked_at: dict[tuple[int, float], int] = {}
        self.taken: dict[int, int] = defaultdict(int)
        self.kept = 0
        self.asked_at: dict[tuple[int, Ground], float] = {}

    def see(self, sighting: Sighting) -> None:
        """Take in a vote."""
        idea, is_stranger = sighting.idea, self.crowd.is_strange(sighting.idea, sighting.network)
        features = features_of(sighting, is_stranger=is_stranger)
        vote = Seen(sighting.person, sighting.at, features)
        insort(self.votes[idea], vote, key=moment_of)
        self.taken[idea] += 1
        self.kept += 1
        if self.kept > MOST_IN_ALL:
            self._forget()
        self.crowd.see(idea, vote.features)
        self.ways.see(vote.person, idea, vote.at)
        self.pace.see(idea, vote.at)
        self.touched.add(idea)

    def _forget(self) -> None:
        """Let the older half of all votes go, so that memory stays what it is."""
        moments = sorted(vote.at for votes in self.votes.values() for vote in votes)
        middle = moments[len(moments) // 2]
        kept = {
            idea: [vote for vote in votes if vote.at > middle] for idea, votes in self.votes.items()
        }
        self.votes = defaultdict(list, {idea: votes for idea, votes in kept.items() if votes})
        self.kept = sum(map(len, self.votes.values()))

    def mark(self, idea: int, people: Collection[int]) -> None:
        """These are held already."""
        self.named[idea] |= set(people)

    def forgive(self, idea: int, people: Collection[int], keys: Iterable[Key] = ()) -> None:
        """People looked at these votes and released them: they, and what they share, are trusted.

        Votes to come from a trusted network, domain or hour are not suspected for it either.
        """
        gone = set(people)
        self.votes[idea] = [vote for vote in self.votes[idea] if vote.person not in gone]
        self.named[idea] |= gone
        for key in keys:
            self.keys[idea].discard(key)
            self.trusted[idea] |= {pair for pair in key if pair[0] in LASTING}

    def suspicions(self, at: float) -> list[Suspicion]:
        """What is suspect by now among the ideas voted for since last asked."""
        views = [view for idea in sorted(self.touched) for view in self._views(idea, at)]
        found = [suspicion for view in views for suspicion in self._joined(view)]
        first = [(view, list(self._groups(view))) for view in views]
        logs = [group.log10_p for _, groups in first for group in groups]
        limit, number = cut_off(logs, self.limits.false_share), max(1, len(logs))
        for view, groups in first:
            if groups:
                later = math.log10(self.limits.false_share / number)
                found += self._rounds(view, groups, limit, later)
        found += self._odd(at)
        self.touched.clear()
        return found

    def _views(self, idea: int, at: float) -> Iterator[View]:
        votes = self.votes[idea] = self.votes[idea][-MOST_VOTES:]
        before = 0
        for length in self.limits.windows:
            shown = votes[bisect_left(votes, at - length, key=moment_of) :]
            if max(before, self.limits.least - 1) < len(shown):
                before = len(shown)
                if self._has_grown(idea, length, len(shown)):
                    yield View(idea, shown, counted(shown), self.crowd)

    def _has_grown(self, idea: int, length: float, size: int) -> bool:
        if self.taken[idea] - self.looked_at.get((idea, length), 0) < GROWTH * size:
            return False
        self.looked_at[idea, length] = self.taken[idea]
        return True

    def _joined(self, view: View) -> Iterator[Suspicion]:
        """Who has joined a group that was suspected before and is too large still."""
        known = self.keys[view.idea]
        for group in self._all_groups(view) if known else ():
            is_of_it = group.key in known or self._is_mostly_named(view.idea, group)
            if is_of_it and is_much(group, self.limits):
                yield from self._name(view, group)

    def _is_mostly_named(self, idea: int, group: Group) -> bool:
        """Are most of those who went this way suspect already?"""
        return len(self.named[idea].intersection(group.people)) > MOSTLY * group.found

    def _rounds(
        self, view: View, groups: list[Group], limit: float, later: float
    ) -> Iterator[Suspicion]:
        """The surest group first, a vague one last; then the others as if it had never been there.

        Else those who come honestly would seem alike in that they are not of the group.
        """
        for _ in range(MOST_ROUNDS):
            sure = [group for group in groups if group.log10_p <= limit]
            odd = [group for group in sure if is_much(group, self.limits)]
            if not odd:
                return
            group = min(odd, key=lambda each: (each.is_vague, each.log10_p, -each.times))
            self.keys[view.idea].add(group.key)
            yield from self._name(view, group)
            limit, groups = min(limit, later), list(self._groups(view))

    def _groups(self, view: View) -> Iterator[Group]:
        """The groups among those whom nothing explains yet."""
        named = self.named[view.idea]
        rest = [vote for vote in view.votes if vote.person not in named] if named else view.votes
        if len(rest) == len(view.votes):
            yield from self._all_groups(view)
        elif len(rest) >= self.limits.least:
            yield from self._all_groups(View(view.idea, rest, counted(rest), self.crowd))

    def _all_groups(self, view: View) -> Iterator[Group]:
        trusted = self.trusted.get(view.idea, ())
        limits = self.limits
        for groups in (groups_in(view, limits), companies(view, limits), self._ways(view)):
            for group in groups:
                if not any(pair in trusted for pair in group.key):
                    yield group

    def _ways(self, view: View) -> Iterable[Group]:
        return ways_together(view.idea, view.votes, self.ways, self.limits)

    def _name(self, view: View, group: Group) -> Iterator[Suspicion]:
        """Suspect a group here; who went in step is suspect wherever they went, too."""
        yield from self._named(view.idea, view.votes, group, _people(view.votes, group))
        if group.ground is Ground.LOCKSTEP:
            for idea in ideas_of(group.key):
                yield from self._named(idea, self.votes.get(idea, ()), group, group.people)

    def _named(
        self, idea: int, votes: Sequence[Seen], group: Group, people: Collection[int]
    ) -> Iterator[Suspicion]:
        new = set(people) - self.named[idea]
        found = [vote for vote in votes if vote.person in new] if new else []
        if found:
            self.named[idea] |= {vote.person for vote in found}
            for vote in found:
                self.crowd.leave_out(idea, vote.features)
            yield Suspicion(
                *(idea, group.ground, group.key, group.log10_p),
                *(group.found, group.expected, tuple(vote.person for vote in found)),
            )

    def _odd(self, at: float) -> Iterator[Suspicion]:
        """What people should look at, at most once a day for each idea."""
        for idea in sorted(self.touched):
            if self._may_ask(idea, Ground.SPEED, at):
                yield from self._speeding(idea, at)
            if self._may_ask(idea, Ground.DRIFT, at):
                yield from self._drifting(idea, at)

    def _may_ask(self, idea: int, ground: Ground, at: float) -> bool:
        return at - self.asked_at.get((idea, ground), -DAY) >= DAY

    def _speeding(self, idea: int, at: float) -> Iterator[Suspicion]:
        if self.pace.in_hour(idea, at) >= self.limits.least:
            log10_p, number, expected = self.pace.speed(idea, at)
            if log10_p < ODD:
                self.asked_at[idea, Ground.SPEED] = at
                yield Suspicion(idea, Ground.SPEED, (), log10_p, number, expected)

    def _drifting(self, idea: int, at: float) -> Iterator[Suspicion]:
        log10_p, kind = pace.drift(self.votes[idea], at)
        if kind is not None and log10_p < ODD:
            self.asked_at[idea, Ground.DRIFT] = at
            size = len(self.votes[idea])
            yield Suspicion(idea, Ground.DRIFT, ((kind, ""),), log10_p, size, float(size))


def _people(votes: Sequence[Seen], group: Group) -> Collection[int]:
    return group.people or [vote.person for vote in votes if has(vote.features, group.key)]
