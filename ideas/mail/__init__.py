"""Sending: a message is written in the transaction of its cause and delivered soon after.

A message is a template with its values, rendered in the reader's language when it is delivered:
``templates/mail/<name>.txt`` with a block ``subject``, and ``<name>.html``. The values
``unsubscribe_url`` and ``why`` are known to every layout; the first also becomes the headers that
let a mailbox stop these messages with one click.

Without a mail server the messages stay in the local outbox, which an admin can read on the desk
while the site is on loopback; opening one is audited. A delivered message forgets its values,
because they hold links; the local outbox keeps them, and so does a message that was given up, for
a week in which it can be tried again from the desk.
"""
