"""What is done to a document: pure functions. No I/O, no Prefect, no clock, no network."""
