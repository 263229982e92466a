"""The calendar of rounds, what is expected of each, and what is said when one is late.

A brand announces rounds by hand, on the same days each year, or each as soon as the last was cut
off. What was announced stays as it was: another calendar holds for the rounds after.
"""
