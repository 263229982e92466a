"""Telling people what happened to the ideas they made, voted for or follow.

A *notice* is written for each person once per event. A person chooses for each *topic* the *way*
it reaches them: by e-mail at once, in a daily or weekly digest, on the site only, or not at all;
what has to reach people (agreements, money, decisions about their words) knows one way. E-mail is
stopped on the settings page, or with one click from the mail itself. To *follow* an idea is to be
told what happens to it without voting for it.
"""
