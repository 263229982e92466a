"""A pause of all votes holds up a campaign's vote: it closes later by as long as nobody could vote.

While the pause lasts the campaign stays in its vote. Afterwards its calendar follows its ballots
(``voting.pauses``), the results move with it, and the rules get a new version that says why.
"""
