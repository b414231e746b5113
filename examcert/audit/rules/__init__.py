"""The rules, one module for each thing they look at; each module lists its own in `RULES`."""
