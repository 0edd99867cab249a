"""Whether a file is what it says, and does nothing when it is opened."""
