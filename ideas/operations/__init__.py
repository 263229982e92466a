"""Running the site: is it well, what does it say of itself, how is it saved and moved.

`/livez` says that a process answers, `/readyz` that a node can work, `/metrics` holds the numbers
of all processes of a machine for those who may see them, and `/status` tells everybody in plain
sentences. The commands look the installation over, save it, bring it back and move it to another
database.
"""
