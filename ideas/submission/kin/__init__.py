"""Ideas on one subject: their titles read alike, or they share several tags."""
