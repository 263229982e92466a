"""Where each public idea stands in the orders that lists offer, at most five seconds old."""
