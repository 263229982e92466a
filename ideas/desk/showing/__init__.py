"""The page that shows every part of the design in every state: its test bed."""
