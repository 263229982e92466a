"""Many lines one after another: what needs all of them is found first, and none is kept."""
