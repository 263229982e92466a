"""Whoever moderation took something from is told, and told again what came of an appeal."""
