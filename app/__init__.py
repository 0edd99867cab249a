"""The service that keeps the memorandum."""
