"""A whole class in one command: plan, workers, store, files. Workers compute; only the coordinator writes."""
