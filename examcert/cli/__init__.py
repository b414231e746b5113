"""The command line: thin shells that gather, call the core, show, and leave with a code.

Importing this room costs nothing, so that opening the app does not wait for a parser of options;
`commands` holds the tree of commands.
"""
