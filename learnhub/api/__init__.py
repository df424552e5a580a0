"""What programs may ask: figures as JSON, tokens to ask with, and who looked at exact figures."""
