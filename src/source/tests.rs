//! Containers made in the test, read to the end.
