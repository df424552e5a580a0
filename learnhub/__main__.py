"""`python -m learnhub …` is the same as the `learnhub` command."""

from learnhub.cli import main

if __name__ == "__main__":
    main()
