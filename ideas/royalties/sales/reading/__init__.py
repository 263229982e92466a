"""Reading what a shop sends: CSV or a workbook, in the shop's own columns and spelling.

A *layout* says how: encoding, delimiter, how numbers and days are written, and which column is
what. What can be seen in a file is proposed; finance decides. Nothing here knows the database.
"""
