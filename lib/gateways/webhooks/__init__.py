"""Outgoing webhooks: where they may go, what they say, and who carries them there."""
