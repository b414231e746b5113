"""What to do next: pure functions over records that history returns."""
