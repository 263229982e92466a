"""The desk's page of figures: drawn from what is rolled up, and from nothing else."""
