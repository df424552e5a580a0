"""Cases, demonstration sites and terms that centres share, in dated versions that never change."""
