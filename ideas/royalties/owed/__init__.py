"""What the brand owes its creators: how old it is, and what should be kept apart for them.

*Ageing* sorts what is payable by the days since it fell due. The *ring-fence* is the money owed in
a currency (payable, carried forward, held in reserve), beside the figure that finance says lies on
an account of its own. The site moves no money: it shows the difference.
"""
