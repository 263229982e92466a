"""Taking a confirmed answer back before it is published, which takes two people."""
