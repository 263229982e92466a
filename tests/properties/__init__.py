"""What belongs to others."""
