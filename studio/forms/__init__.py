"""From the catalog's controls to Django forms: one field per kind of control, one builder, nothing about any model."""
