"""What every stage shares: errors, the registry of methods, one-file artefacts, files replaced whole, arrays, provenance.

Takes: nothing of irpart.
Returns: errors, registries, readers and writers of one-file containers.
Formats: the container described in docs/formats.md.
Add: nothing, unless every stage needs it; this is a closed list of modules (a test keeps it).
Never: imports another irpart package.
"""
