"""Tools that nobody here wrote, let loose on a demo of this machine: ``make attack``.

Each has a virtual environment of its own under ``var/attack``; what cannot be installed is said.
"""
