"""Decides. Pure functions from a plan and a contestant's answers to a verdict; runs no student code."""
