"""Many machines on this one: three of the database, two of the site, and what they share.

``make cluster`` starts them from the files in ``deploy/``, each machine in a network of its own,
and all of them in a name space that ends with the drill: nothing of it is left, and nothing outside
is touched. People vote, write, ask for letters and send pictures meanwhile; every answer is written
down. Then each part is killed in turn, the database is handed over, machines die and are cut off;
whatever was answered must be there at the end.
"""
