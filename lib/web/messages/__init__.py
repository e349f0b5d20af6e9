"""What may come in and exactly what goes out, a file a door; field names are the contract's."""
