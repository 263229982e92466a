"""The tests mirror the packages; stories, shape and browser tests have folders of their own."""
