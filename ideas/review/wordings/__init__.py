"""The sentence an answer begins with, by its reason: the brand's own, else as shipped."""
