"""Fusion of neighbouring loops."""
