"""A receiver of our webhooks, to run, to read and to copy."""
