"""What makes a bank trustworthy: rules over its questions, similarity, and the scorecard.

Pure: a bank goes in, findings and figures come out. Files, lines and the clock belong to others.
"""
