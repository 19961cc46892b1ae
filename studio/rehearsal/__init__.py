"""Stand-ins that speak the four providers' wire protocols on this machine: nothing is sent anywhere, nothing is billed.

They are written from the providers' documents and read the wire with their own few lines: what an adapter of ours gets
wrong, they do not get wrong with it. Django-free; knows neither the adapters nor the catalog.
"""
