"""Measuring the site on a lot of data: ``make bench``."""
