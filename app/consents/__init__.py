"""Consent forms of prospective supporters, as ISA provides them (clauses 1(1) and 1(2))."""
