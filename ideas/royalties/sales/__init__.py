"""Sales as shops report them, imported from CSV.

A *sale* is known by its source, its id there and a revision. Importing the same file again, in any
order, does nothing; a higher revision takes back the one before and enters the new figures; the
same revision with other figures goes to a list of *conflicts* and changes nothing. Rows that cannot
be read are reported, and the good rows of the file are kept.
"""
