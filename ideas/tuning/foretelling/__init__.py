"""How many ideas the announced rounds will take, reckoned now and then and kept beside them."""
