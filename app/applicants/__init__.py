"""Fourth-generation Nikkei who look for a supporter; they register with the association itself."""
