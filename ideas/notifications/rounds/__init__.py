"""What people are told of a round that is late."""
