"""Changing what an agreement in force pays, with everybody's consent.

An *amendment* is another version of the agreement's rate card, from a day on, with the words of the
agreement as they are from then and the reason for it. One person in finance writes it, another
offers it, and every creator accepts it with their name, as they did the agreement; who refuses it
ends it. Until the last has accepted, what was agreed before holds. No day of a closed period is
touched. The shares, the advances and the frame of an agreement are not amended.
"""
