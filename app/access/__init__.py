"""Who asks, for what: scopes, roles, clients, tokens and the guards of the routes."""
