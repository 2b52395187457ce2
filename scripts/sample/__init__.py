"""Invents numbered news digests whose every fact is known, and prints them in the layouts real digests use."""
