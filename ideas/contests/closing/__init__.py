"""What the clock does at the end of a closed vote: counting, calling the final, the results."""
