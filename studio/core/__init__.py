"""Words of no domain: clock, money, limited child processes, media files. Knows neither Django nor the rest."""
