"""A course beside its translation: which block says which, what is not translated yet, what a translation lost."""
