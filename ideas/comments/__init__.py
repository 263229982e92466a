"""The conversation under an idea: comments, the brand's official answers, the creators' news.

A *comment* stands under a public idea, a reply one level below it; its writer may correct it for a
while. An *official answer* is the brand's word, pinned and badged. An *update* is news from the
idea's team. Whatever is taken down leaves its place and its reason; staff are labelled wherever
they speak.
"""
