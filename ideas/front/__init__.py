"""The front: one thread of a process waits for everybody (ASGI), others answer (WSGI).

Speaking HTTP and waiting for a commit cost a thread each where a server gives every request one;
here they cost none. Votes are heard and kept pages given by the thread that waits; for everything
else the site is asked in a thread, once a request has arrived whole. The site is the same under any
server for WSGI, as ``wsgi.py`` has it, only slower.
"""
