"""What a ballot does: open, count, cross its tiers, be checked, close, and be counted again."""
