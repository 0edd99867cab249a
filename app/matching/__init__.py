"""Matches between an applicant and a supporter, and the record of each provision between them (clauses 2(2), 3(1))."""
