"""Ideas that come from another platform's files: they walk the same map, with a reason."""
