"""Everything the functions share; the floors are drawn in tests/architecture/."""
