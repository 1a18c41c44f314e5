"""Guards as types: what a route asks for is loaded *and* authorised before its body runs.

A file a subject, as everywhere: ``KnownStory`` is in ``stories``, ``OwnUpload`` in ``files``.
"""
