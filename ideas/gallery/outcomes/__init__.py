"""What became of ideas: the rounds of review with their answers, and the products."""
