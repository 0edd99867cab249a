"""Provision records (privacy law, article 29): what was told of whom, to whom, on which occasion and basis."""
