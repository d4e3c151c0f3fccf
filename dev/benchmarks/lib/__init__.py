"""What dev/benchmarks/run is made of: one concern a file, Python's own library only."""
