"""How the matching goes, talked over regularly by both parties to improve it: clause 4."""
