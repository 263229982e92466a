"""What finance asks the worker for, because a period has too many sales for a request.

Its figures are calculated without the write lock and kept, to be looked at and proposed; a close
that a second person confirmed is carried out. Smaller periods are closed within the request.
"""
