"""Who may look into what was done, and sees what: the audit (2(1))."""
