"""The roll-up of arrivals."""
