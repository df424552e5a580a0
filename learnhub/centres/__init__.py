"""Countries and their groups, frameworks, themes, centres, and who holds which role for them."""
