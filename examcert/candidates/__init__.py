"""Candidates that are programs: an answers file, the key, a guesser, the longest option."""
