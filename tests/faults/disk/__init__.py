"""A disk that does what disks do on their worst day, mounted for the tests through FUSE.

It is kept in memory. What was written is there for whoever reads, and only what was fsynced is
there once the power was cut; it can be full, and its fsync can fail as Linux lets it fail: with an
error once, after which the pages pass for clean and are lost. Needs root and ``/dev/fuse``.
"""
