"""Commands of records officers: find, merge, un-merge, correct, void, confirm."""
