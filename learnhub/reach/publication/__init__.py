"""What is published, as one value, and the machine formats that say it."""
