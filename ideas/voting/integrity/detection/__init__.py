"""Finding votes that are too much alike to be those of a crowd. Pure: it knows no database.

A ``Detector`` sees the votes in the order in which they came to count and says which it suspects.
The site's worker feeds it what was kept of the votes; a simulation feeds it what it likes.
"""
