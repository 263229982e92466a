"""What lies in ``deploy/``, read and started by the programs it is for, where they are there."""
