"""What `bench/run.py` is made of. The standard library only, so that any Python 3.11 drives any server."""
