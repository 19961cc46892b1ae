"""Control -> form field, and the way between what a form posts and the recipe's values. One row per kind of control.

A field only reads what was posted; whether it may be sent is for `catalog.check` to judge, once for everything. Media
are posted as JSON text: `{"asset": id}` for one file, a list for several; shots as `[{"prompt", "duration"}]`. Values
of several parts may also come as one field a part: `parts.py`.
"""

import json
from functools import singledispatch

from django import forms
from django.core.exceptions import ValidationError

from studio.catalog.cast_controls import Elements, Faces, Voice
from studio.catalog.controls import Choice, Control, Number, Seconds, Series, Size, Switch, Text
from studio.catalog.media_controls import Media, MediaList
from studio.catalog.motion_controls import Camera, Expansion, MotionBrush, Selection
from studio.catalog.problems import given
from studio.catalog.story_controls import Shots
from studio.core import jsons
from studio.core.numbers import whole
from studio.forms.parts import PartsInput


class WordsField(forms.CharField):
    """Text as it was typed, with the line ends of a text and not of a form post."""

    widget = forms.Textarea

    def to_python(self, value: str | None) -> str:
        return super().to_python(value).replace("\r\n", "\n")


class JsonField(forms.Field):
    """JSON in a hidden input, or in parts. Empty text is None; what is no JSON is refused, and shown as it was."""

    widget = PartsInput

    def __init__(self, *, kind: type, **options: object) -> None:
        super().__init__(**options)
        self.kind = kind

    def to_python(self, value: str | None) -> object:
        if value in self.empty_values:
            return None
        try:
            data = jsons.loads(value)
        except (ValueError, RecursionError) as error:
            raise ValidationError(f"{self.label} could not be read. Set it again.") from error
        if not isinstance(data, self.kind):
            raise ValidationError(f"{self.label} could not be read: {given(data)} was given. Set it again.")
        return data or None

    def prepare_value(self, value: object) -> str:
        return value if isinstance(value, str) else "" if value is None else json.dumps(value)


class WordOrJsonField(JsonField):
    """A word (`auto`, a voice's id) as it stands, or JSON where the text is some: a number, a media value."""

    def __init__(self, **options: object) -> None:
        super().__init__(kind=object, **options)

    def to_python(self, value: str | None) -> object:
        return super().to_python(value) if value and (value[0] == "{" or value.isdecimal()) else value or None

    def prepare_value(self, value: object) -> str:
        return value if isinstance(value, str) else super().prepare_value(value)


@singledispatch
def field_for(control: Control) -> forms.Field:
    """The field that reads a control. Raises NotImplementedError for a kind without one."""
    raise NotImplementedError(f"No form field for {type(control).__name__}")


@field_for.register
def _(control: Text) -> forms.Field:
    return WordsField(label=control.label, strip=False)


@field_for.register
def _(control: Number) -> forms.Field:
    field = forms.IntegerField if control.whole else forms.FloatField
    return field(label=control.label, error_messages={"invalid": f"{control.label} is a number. Write digits only."})


@field_for.register
def _(control: Choice) -> forms.Field:
    return forms.CharField(label=control.label, widget=forms.RadioSelect(choices=[(o, o) for o in control.options]))


@field_for.register
def _(control: Switch) -> forms.Field:
    return forms.BooleanField(label=control.label)


@field_for.register
def _(control: Seconds) -> forms.Field:
    return forms.IntegerField(label=control.label, error_messages={"invalid": "Write the seconds as a whole number."})


@field_for.register
def _(control: Size) -> forms.Field:
    return forms.CharField(label=control.label)


@field_for.register(Series)
@field_for.register(Voice)
def _(control: Control) -> forms.Field:
    return WordOrJsonField(label=control.label)


@field_for.register(Media)
@field_for.register(MotionBrush)
@field_for.register(Camera)
@field_for.register(Expansion)
def _(control: Control) -> forms.Field:
    return JsonField(label=control.label, kind=dict)


@field_for.register(Shots)
@field_for.register(MediaList)
@field_for.register(Elements)
@field_for.register(Faces)
@field_for.register(Selection)
def _(control: Control) -> forms.Field:
    return JsonField(label=control.label, kind=list)


@singledispatch
def to_values(control: Control, cleaned: object) -> dict[str, object]:
    """What a field read, as recipe values; nothing where nothing was set."""
    return {} if cleaned in (None, "", [], {}) else {control.name: cleaned}


@to_values.register
def _(control: Switch, cleaned: object) -> dict[str, object]:
    return {control.name: bool(cleaned)}


@to_values.register
def _(control: Size, cleaned: object) -> dict[str, object]:
    """`1920x1080`; anything else is kept as a width that the check refuses in words."""
    if not cleaned:
        return {}
    width, _, height = str(cleaned).partition("x")
    sides = {"width": whole(width), "height": whole(height)}
    return {"width": cleaned, "height": cleaned} if None in sides.values() else sides


@singledispatch
def to_initial(control: Control, values: dict[str, object]) -> object:
    """The recipe's values as the field's initial."""
    return values.get(control.name)


@to_initial.register
def _(control: Size, values: dict[str, object]) -> object:
    return f"{values['width']}x{values['height']}" if "width" in values and "height" in values else None


@singledispatch
def default(control: Control) -> dict[str, object]:
    """What a form starts with. Defaults belong to the form: a recipe without the value is sent without it."""
    value = getattr(control, "default", None)
    return {} if value is None else {control.name: value}


@default.register
def _(control: Size) -> dict[str, object]:
    """A size that must be given starts with the first of the list; one that may be stays open."""
    return dict(zip(control.values, control.pairs[0], strict=True)) if control.required else {}


@default.register
def _(control: Choice) -> dict[str, object]:
    """Only what stands on its own starts set: who cuts goes with the shots."""
    return {}
