"""The house on one machine: the site, the embedded store and its gateway; started by hand and never deployed."""
