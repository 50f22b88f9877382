"""A class: who handed in what and when, whichever system exported it. Torch-free; nothing is executed or extracted."""
