"""Clips and pictures that were made elsewhere, on their way into the library: single files, folders, archives."""
