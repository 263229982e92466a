"""What stands around an answer: the brand's words for its reason, taking it back by two people."""
