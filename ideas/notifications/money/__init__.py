"""What payees and finance are told about accounts, payments and tax forms."""
