"""Code that runs in the process of the student: it holds no expected value, no score and no verdict."""
