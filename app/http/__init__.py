"""How requests are taken and answers look, whatever they are about."""
