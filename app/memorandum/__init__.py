"""What was agreed between ISA and the Association: one module per clause, in plain Python, knowing no framework."""
