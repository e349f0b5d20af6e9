"""The outside world: the only code that waits, each room translating its own library's errors."""
