"""Engines: ways to run the workers of an execution plan, one file each.

Takes: an ``ExecutionPlan``, a time-out and a number of repetitions.
Returns: ``ReplayRun``: every computed value, and what each worker did with its time.
Formats: none.
Add: a file with a function of its name, decorated with ``@method`` and listed by ``irpart.replay.execute.ENGINES``.
Never: changes a plan, leaves a thread or process behind, or waits for ever.
"""
