"""What ISA may read of what is reported to it, and what it writes to it: 2(3), 2(4), 3(2)."""
