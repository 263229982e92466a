"""Pictures that a moderator took out of an idea: kept aside under a new name, to be put back.

Nobody finds one at the address it had; it is shown to whom it concerns and to who decides about an
appeal.
"""
