"""Campaigns with a closed vote: entries, the jury's shortlist, the vote, the final, the results.

Moderators read every entry before anybody sees it; a *jury* chooses the *shortlist*; people vote
for as many of it as they like, or for *none of these*; what gets more votes than that, up to the
places promised, goes to the final, which the jury decides as a review round. The vote is advice,
and says so before it opens.
"""
