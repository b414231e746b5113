"""How Claude is reached, what it costs, and how a paid call is booked: the only importer of `anthropic`.

Explainers, candidates and judges say what to ask; this room sends it, keeps to the time, the rate and
the budget, and makes the row of the ledger. The SDK takes seconds to import, so every import of it stands
inside a function that is about to call Claude; importing this package loads none of it.
"""
