"""What an agreement pays and holds back, from a day on.

A *rate card* has lines: a part of net sales or an amount per unit, for a territory and a channel
or for everywhere, and another once so much was sold (*steps*). With the card stand the reserve,
the cap of deductions, the smallest payment and the guarantee. The first card is agreed with the
agreement; a later one is an amendment, begins on its day, and leaves earlier sales alone.
"""
