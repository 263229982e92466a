"""The chain: seals are set on committed entries by the schedule, and checked every night."""
