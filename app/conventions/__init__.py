"""Conventions of Japanese data: eras, kana, telephone numbers, and numbers that nobody may collect here."""
