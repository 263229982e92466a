"""What is told of roles that two admins did not agree on."""
