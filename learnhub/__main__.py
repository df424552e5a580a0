"""`python -m learnhub …` is the same as the `learnhub` command."""

from learnhub.cli import main

if __name__ == "__main__":
    main(prog_name="python3 lh")  # so it is called by those who have no `learnhub` on their path
