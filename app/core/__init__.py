"""The machine underneath: settings, clock, ids, errors and the one door to the database."""
