"""What every room may lean on: identifiers, errors, the clock, and the door that sanitises HTML."""
