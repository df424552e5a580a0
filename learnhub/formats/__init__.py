"""Foreign formats, read and written. Pure: bytes in, values out."""
