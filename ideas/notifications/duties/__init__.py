"""What the staff is told of its own work: late queues, rounds that close, jobs that fail.

Each is told once: a round for each of its days, the others at most once a day while they last.
"""
