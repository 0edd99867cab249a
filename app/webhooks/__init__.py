"""Webhooks: what is announced is pushed to ISA, signed, in order per subject, until it is there."""
