"""Background work: what is done after the request that wants it, or every hour, in a process of its own.

The outbox table is the truth (``actions/outbox.py``). A dispatcher hands what is due to huey's queue, whose
threads do it; a queue that is lost, or a worker that is killed, costs time and no work. A job is one short
transaction: on SQLite nobody else writes meanwhile.
"""
