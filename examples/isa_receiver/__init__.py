"""A receiver of our webhooks and a reader of our feeds, to run, to read and to copy."""
