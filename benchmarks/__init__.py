"""Speed, as ratios to floors that are measured in the same run.

A time says as much about the machine as about the program; a ratio to a floor on the same
machine in the same minute says something about the program. Run `python -m benchmarks`.
"""
