"""Certificate documents, the holder's page, and the public check."""
