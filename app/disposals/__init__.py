"""Disposals: proposed by one, approved by another, executed by destroying keys, verified, reported (clause 2(4))."""
