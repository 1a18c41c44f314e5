"""Sockets: written text that several people change at once, and who is on a cluster's page."""
