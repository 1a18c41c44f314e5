"""Looks at one file that somebody sent, in a process of its own with little room and little time.

``python -m app.adapters.inspection FILE FOLDER NAME`` prints one JSON object: ``{"refused": why}``, or what
``actions.file_tools.Made`` holds, with files in ``FOLDER``. It imports nothing of the service and is told
nothing of it: whatever a hostile file makes of it, there is nothing here to be had.
"""
