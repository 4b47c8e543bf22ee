"""Bulk work: the rule book over tables of families, on one machine or on Spark."""
