"""Ideas: any brand hosts its own place where fans propose products.

Fans submit product ideas and vote them up a ladder of milestones with deadlines; an idea that
reaches the goal is certified, reviewed by the brand in published rounds, answered with a reason
and, when selected, made and sold; its creators are paid royalty shares they can check to the cent.
"""
