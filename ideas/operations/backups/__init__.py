"""Saving the whole site into one file while it is used, and bringing it back somewhere else.

A backup holds the database as it was at one moment and every file it speaks of, but none of the
site's keys: those are saved apart. Its last member is the manifest, so a backup that was cut short
has none. While a restore is not finished the home holds a folder that keeps the site from starting.
"""
