"""How fast is it, against a bare FastAPI route in the same process and run?"""
