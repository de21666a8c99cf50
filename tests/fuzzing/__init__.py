"""Random loop programs, run in every way that irpart has: equal results, or a minimal program that shows why not."""
