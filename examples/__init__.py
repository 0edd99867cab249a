"""What others may copy: receivers of our webhooks, and vectors to try their own on."""
