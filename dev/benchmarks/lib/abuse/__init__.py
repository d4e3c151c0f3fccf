"""What dev/benchmarks/abuse is made of: a case a file, and what they share."""
