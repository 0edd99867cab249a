"""What does every test find at hand?"""

pytest_plugins = ["tests.support.databases", "tests.support.depth", "tests.support.serving"]
