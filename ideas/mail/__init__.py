"""Sending: a message is written in the transaction of its cause and delivered soon after.

Without a mail server the messages stay in the local outbox, which an admin can read on the desk
while the site is on loopback; opening one is audited.
"""
