"""Agreements between ISA and the association: drafted, signed by both, in force by their dates (clause 5)."""
