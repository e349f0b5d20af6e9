"""What may come in and exactly what goes out, a file a door; field names are the contract's.

Models are worked out when the first of their kind comes in (``defer_build``): starting costs as little as it can.
"""
