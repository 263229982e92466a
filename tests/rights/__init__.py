"""Rights checks."""
