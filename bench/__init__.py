"""What Mobilise's claims about speed rest on: see README.md in this folder."""
