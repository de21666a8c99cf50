"""Emission: parallel and reduction loops as body functions over a range, a driver, guards, and the module's text."""
