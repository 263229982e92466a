"""What one sale earns: its deductions, its net sales converted, its rate, rounded once."""
