"""The jury at its work: who is on it, and which entries it puts on the shortlist."""
