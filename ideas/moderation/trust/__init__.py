"""How much room somebody has, by how they behaved: new, regular or trusted.

A *level* lifts the limits on how often one may do something (`limits`), and nothing else. It is
reckoned each day from rows: how long somebody is here, how much of what they contributed stands,
and what moderation decided against them. Only such a decision lowers it, at once and with its
reason; an appeal that was right gives it back. Nobody hands it out.
"""
