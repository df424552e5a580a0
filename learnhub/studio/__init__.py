"""The studio: where centres write, review and publish courses together."""
