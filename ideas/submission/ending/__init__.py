"""The last steps: handing in, withdrawing, taking an ended idea up again."""
