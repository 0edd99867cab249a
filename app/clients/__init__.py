"""Clients: who may ask for tokens, registered by one and confirmed by another."""
