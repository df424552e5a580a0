"""From the engine's figures to a publication: which questions a product asks, and which tables it shows."""
