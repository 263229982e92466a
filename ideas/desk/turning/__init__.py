"""The dials page: a form per package, who turned what, and turning back."""
