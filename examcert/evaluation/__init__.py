"""The evaluation of explanations: a golden set with traps, metrics, a judge, and figures with intervals.

It asks whether a prompt or a model is good enough, and whether a change made it worse. Figures of a fake show
that the metrics catch what they should; they say nothing of any model.
"""
