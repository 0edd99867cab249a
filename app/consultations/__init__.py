"""What the memorandum does not provide for, decided together by the two office-holders: clause 6."""
