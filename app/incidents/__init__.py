"""Problems with information from ISA (2(3)) and troubles with persons concerned (3(2)): recorded, shared, handled."""
