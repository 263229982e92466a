"""An adult who signs with a creator under 18.

When a minor accepts, they say who their parent or guardian is and where to write to. The address
gets a link that opens what was accepted and takes that adult's own name, once, within two weeks;
only then does the minor's acceptance count. An adult who does not agree says so by the same link:
finance and the minor are told, and the minor can ask again. Each version of a rate card is signed
for itself: the first stands for the agreement. The address is forgotten when it was answered or the
link is over.
"""
