"""`python -m learnhub …` is the same as the `learnhub` command."""

from learnhub.cli import main
from learnhub.config import COMMAND

if __name__ == "__main__":
    main(prog_name=COMMAND)
