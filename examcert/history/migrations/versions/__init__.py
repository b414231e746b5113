"""The steps. A step that has been released never changes."""
