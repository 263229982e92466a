"""The staff's side: what waits for whom today, the dials, the audit log, the machines.

No tables and no actions of its own: it shows what other packages hold, each line only to those who
can do something about it. The desk's other rooms (moderation, rounds, agreements, products,
royalties, terms, people) belong to their packages.
"""
