"""People: accounts, sign-in, sessions, consent, and what belongs to them by right (export, erase)."""
