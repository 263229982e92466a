"""Reading statements: as a page and as CSV, by the payee and by finance."""
