"""The embedded renderer: a free, honest preview of a job's timing and framing, drawn locally. Never a generation.

Outside, a provider behind an httpx transport (`service.py`); inside, a limited process (`child.py`) that draws
(`draw.py`) and encodes (`encode.py`) what a `Plan` (`plan.py`) says. The same request gives the same bytes. No Django.
"""
