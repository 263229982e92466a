"""The site for programs: Atom feeds, the sitemap, the rules for robots, the manifest."""
