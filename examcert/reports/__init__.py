"""Core values as documents that programs read."""
