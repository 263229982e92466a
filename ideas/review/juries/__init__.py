"""Rounds of one campaign alone, which its jury decides."""
