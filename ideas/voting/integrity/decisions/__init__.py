"""A moderator chooses votes, sees what a decision would do, decides, watches and undoes."""
