"""What the audit clause promises: a payee asks to have the figures of their agreement checked.

They name who checks, themselves or somebody bound to secrecy. Finance answers by a promised day:
with the *books* of the agreement, a file of every line, rate and entry that the share rests on, or
with a reason. Nobody gets to see other agreements, or what the others who share are paid.
"""
