"""Moving ideas and votes in and out: import from other platforms' files, and the demo.

It reads a file row by row through a *column map*, hands good rows to the packages that own them,
and writes what it refused into a report. Doing an import again changes nothing.
"""
