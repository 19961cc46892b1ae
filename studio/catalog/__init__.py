"""What exists: models, their routes through each provider, limits, rules, prices and sources. Pure data, no Django."""
