"""`{% part "dock" %}…{% endpart %}`: draws a part of the composer, and remembers it for the answer (pages/parts.py)."""

from django import template
from django.utils.safestring import SafeString, mark_safe

from studio.pages import parts

register = template.Library()


class Part(template.Node):
    """Its content, which is one element with that id."""

    def __init__(self, name: template.base.FilterExpression, content: template.NodeList) -> None:
        self.name, self.nodelist = name, content

    def render(self, context: template.Context) -> SafeString:
        html = self.nodelist.render(context).strip()
        parts.of(context["request"]).drawn[self.name.resolve(context)] = html
        return mark_safe(html)


@register.tag
def part(parser: template.base.Parser, token: template.base.Token) -> Part:
    """Takes the id."""
    _, name = token.split_contents()
    content = parser.parse(["endpart"])
    parser.delete_first_token()
    return Part(parser.compile_filter(name), content)


@register.simple_tag(takes_context=True)
def has_parts(context: template.Context) -> SafeString:
    """The field that says which parts the page has; after all of them."""
    field = parts.field_of(context["request"])
    return mark_safe(field if context.get("oob") else field.replace(parts.OOB, ""))
