"""Filters for what people say in notes."""

from django import template

from studio.review import mentions

register = template.Library()
register.filter("said", mentions.marked)
