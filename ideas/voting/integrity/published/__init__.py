"""What everybody may know: how many votes were held, released, made void, and appealed about."""
