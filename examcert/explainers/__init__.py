"""Explainers: the author's words, Claude's, and a fake's, behind one port.

Importing this room costs nothing: the author's and the fake's words need no network, and
Claude's SDK is loaded when a question is first put to it.
"""
