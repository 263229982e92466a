"""From selected to the shelf.

Development starts once the idea's agreement is in force. The first *product* put on sale takes the
idea to the shelf; more products (a colour, a size) may follow, each with its own SKU. A retired
idea is no longer made; a cancelled one never came out, and says why.
"""
