"""What the other party may learn, in order and without a gap."""
