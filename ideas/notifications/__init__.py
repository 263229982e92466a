"""Telling people what happened to the ideas they made, voted for or follow.

A *notice* is written for each person once per event, on the site always, and by e-mail unless the
person switched that *topic* off: on their settings page, or with one click from the mail itself.
To *follow* an idea is to be told what happens to it without voting for it.
"""
