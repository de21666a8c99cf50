"""Reporting: tables for people, and plots.

Takes: summaries, qualities, measures.
Returns: text on the terminal, picture files.
Formats: PNG, SVG, PDF.
Add: a module per kind of report.
Never: computes a result.
"""
