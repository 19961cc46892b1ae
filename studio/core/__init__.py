"""Words of no domain: the clock, limited child processes, media files. Knows neither Django nor the rest of the house."""
