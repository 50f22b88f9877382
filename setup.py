"""What pyproject.toml cannot say: two folders of the checkout travel inside the package.

`assignments/` becomes `grader.stubs` and `solutions/` becomes `grader.worked`; grader.workspace.content finds them in a
wheel and in a checkout alike.
"""

from setuptools import find_namespace_packages, setup

setup(
    packages=[*find_namespace_packages(include=["grader", "grader.*"]), "grader.stubs", "grader.worked"],
    package_dir={"grader": "grader", "grader.stubs": "assignments", "grader.worked": "solutions"},
    package_data={
        "grader": [
            "py.typed",
            *(f"**/*.{s}" for s in ("mo", "po", "json", "html", "j2", "css", "js", "svg", "toml", "tmpl")),
        ],
        "grader.stubs": ["*.py", "*.ipynb"],
        "grader.worked": ["*.py"],
    },
)
