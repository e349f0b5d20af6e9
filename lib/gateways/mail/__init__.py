"""Letters: how they are written, and who carries them to their readers."""
