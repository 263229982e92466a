"""What a creator earns with an idea, on one page: from what shops sold to what was sent."""
