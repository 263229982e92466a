"""What is noticed when somebody votes, for fraud alone.

A vote's network, mail domain and device are kept as hashes under a *key* that is thrown away every
month: then nobody, not even with the site's own secret, can tell any more what they were of. They
are gathered in the process that took the vote and written down a second later; a vote never waits
for them and never fails because of them.
"""
