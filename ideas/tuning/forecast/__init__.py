"""How an idea's votes go on: a forecast with an interval, from its arrivals so far."""
