"""Composition root: settings, URLs, ASGI and the commands. Imported by nobody."""
