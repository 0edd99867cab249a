"""How ISA follows what happens: feeds of events it can prove complete, and its word that it has them."""
