"""The parts of `dateline.Categorizer`: texts to features, features to probabilities, bags to items.

In: strings, labels, bags. Out: arrays. Needs numpy, which the rest of dateline does not; nothing here is imported
before it is used, and nothing knows about archives or frames but `features`, which asks the core for terms.
"""
