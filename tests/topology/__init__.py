"""Tests of irpart.topology."""
