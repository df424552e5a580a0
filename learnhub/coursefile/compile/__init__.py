"""Course texts to clean HTML, once, when a course is published. Start with `text`."""
