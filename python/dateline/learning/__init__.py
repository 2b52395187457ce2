"""The parts of `dateline.Categorizer`: texts to features, features to probabilities, bags to items.

In: strings, labels, bags. Out: arrays. The modules here are imported where they are used: reading does not need numpy,
and importing it takes longer than the rest of the package.
"""
