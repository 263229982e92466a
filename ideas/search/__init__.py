"""Finding ideas by their words.

What an idea says is kept folded (one case, no accents) beside it, in the database's own word index:
FTS5 on SQLite, tsvector on PostgreSQL. A *search* asks for every word, each by its beginning;
*similar* ideas share the beginnings of some words with a title and read much like it. Only what
everybody may see is found, whatever is kept.
"""
