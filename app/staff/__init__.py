"""Persons engaged in matching: who was told what, and when, and who knows which country (clause 3(1))."""
