"""The same reading on engines that spread work over machines; each module needs the package of its engine."""
