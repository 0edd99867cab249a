"""Signed webhooks, good and bad, for whoever writes a receiver."""
