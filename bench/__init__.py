"""Benchmarks on real tables: `make bench` writes bench/results.json."""
