"""Say in which form several files travel as one: what stands before their bytes. Both sides read it here.

`SIGNATURE`, then the number of files (four bytes, little endian) and the size of each (eight bytes), then their bytes.
"""

SIGNATURE = b"\x89INCAMERA SERIES\r\n\x1a\n"
"""Begins like no other type of file; who writes it into a file of their own has written a series."""

MAX_FILES = 10_000
