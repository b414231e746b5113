"""The line mode: an exam as plain lines and prompts, for any terminal, a pipe or a screen reader.

No cursor tricks and no output by itself: every line answers something that was typed. The
same loop drives two faces, bare text and Rich; no exam rule lives here.
"""
