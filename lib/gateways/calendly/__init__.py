"""Calendly: what its messages say (no waiting), and the client of its API."""
