"""What another platform's files say beside an idea's words: its tags."""
