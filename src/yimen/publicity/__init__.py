"""公示：what the village may read, and nothing else."""
