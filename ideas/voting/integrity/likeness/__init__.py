"""What an idea's votes have in common, beside what is usual on the site. No names, only numbers."""
