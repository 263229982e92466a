"""Keeping pictures.

A picture is taken as JPEG, PNG or WebP, up to 8 MB and 40 megapixels, and decoded and measured in
a process of its own with little memory and time. What is kept are fresh copies in a few widths
under random names, and its colours in a few cells, which wait where it will be; the sent file, with
its place, camera and whatever hides in it, is forgotten.
"""
