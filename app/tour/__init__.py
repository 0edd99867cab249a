"""The memorandum played over HTTP, from the first consent form to the report of the disposal."""
