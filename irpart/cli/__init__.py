"""The ``irpart`` command: one module per subcommand, each thin: parse, call the API, print.

Takes: command lines.
Returns: exit statuses: 0 done, 2 one clear sentence about what was wrong, 130 interrupted.
Formats: text for people on a terminal, ``--json`` for machines.
Add: a module with a click command, and its line in ``main.COMMANDS``.
Never: computes anything itself.
"""
