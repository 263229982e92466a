"""Four eyes: what one person proposes, another approves.

A table takes the columns of ``Proposed`` and the checks of ``four_eyes``, an action asks
``refusal_to_approve``, and whoever is alone hears whom to invite. Nothing is loosened for them.
"""
