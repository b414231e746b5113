"""The full-screen app: the exam room as Textual screens, the only room that imports `textual`.

No exam rule lives here. A screen shows a sitting, turns keys into the core's moves, and has every
move stored before it shows what comes next.
"""
