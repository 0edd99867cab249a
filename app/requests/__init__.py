"""Requests of the person (privacy law, articles 33 to 35): disclosure, correction and stop of use, in two weeks."""
