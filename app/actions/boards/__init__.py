"""Commands on a live board: each is checked, done, and appended to the board's log, in one transaction."""
