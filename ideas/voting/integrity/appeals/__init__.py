"""Whoever's vote was held or made void may appeal; somebody else than before decides."""
