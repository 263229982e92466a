"""Taking down a single picture of an idea, or what somebody says of themselves on their page.

Both are measures: stated with their ground, open to appeal, and put back when the appeal was right.
"""
