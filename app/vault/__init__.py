"""Personal data at rest: keys and their epochs, sealed fields and documents, blind indexes, and their destruction."""
