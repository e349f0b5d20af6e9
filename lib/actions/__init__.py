"""What the studio can do, one verb a file; this folder's listing is the feature list."""
