"""The people of an idea: whoever began it, and those asked to join.

Each is proposed a share of the royalty; whoever leads has the rest, so the whole is always 100 %.
A member counts only after saying yes; a share that changes is asked for again.

Who is asked by e-mail address stays unnamed until they say yes, and nothing that the leader is
shown depends on whether the address has an account.
"""
