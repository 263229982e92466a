"""What a voter may say after the vote: at what price, how many, for whom, and "tell me".

Every question may be skipped. An *answer* belongs to its vote: it can be changed while the ballot
is open and goes out of the results with the vote. *Demand* is what the answers say together, shown
from ten answers on, never who said what.
"""
