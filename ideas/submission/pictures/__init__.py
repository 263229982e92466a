"""The pictures of a draft: up to eight, in an order moved by buttons, each described in words."""
