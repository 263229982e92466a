"""Taking up an idea that ended: what a new one says has changed since the earlier one."""
