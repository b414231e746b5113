"""The exam itself: questions, blueprints, papers, sittings, marks, explanations.

Pure: the standard library and pydantic, no files, no clock, no printing, no chance
without a seed. Time, seeds and banks arrive as arguments.
"""
