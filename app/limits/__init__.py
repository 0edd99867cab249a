"""Within what time is a duty to be done? The memorandum gives words of urgency; their hours are decided, or ours."""
