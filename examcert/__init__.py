"""A practice-exam engine for AI certifications that explains every option."""

__version__ = "0.1.0"
