"""What every view shares: the guard on each route, answers, languages, forms, errors, words."""
