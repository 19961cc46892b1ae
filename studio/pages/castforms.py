"""The forms of a voice and of an element: files as hidden JSON, which the same places draw as in the composer."""

import json

from asgiref.sync import async_to_sync
from django import forms
from django.utils.text import Truncator

from studio.accounts.models import Project, Team, User
from studio.catalog.media_controls import Limits
from studio.core import clock, media
from studio.core.media import BadMedia
from studio.library import store
from studio.library.models import Asset, Element, Voice

from .places import Place, Tray

SECONDS = (5, 30)
"""What providers ask of a recording that a voice is made of (kling-official.md, line 234; fal.md, lines 122-123)."""

QUIET_DB = -30.0
"""A recording whose loudest sample is below this is mostly noise once it is made loud enough: ours, no source's."""

LANGUAGES = (
    ("", "Not said"),
    ("en", "English"),
    ("zh", "Mandarin"),
    ("ja", "Japanese"),
    ("ko", "Korean"),
    ("es", "Spanish"),
    ("fr", "French"),
    ("de", "German"),
    ("pt", "Portuguese"),
    ("it", "Italian"),
)
MOST_VIEWS = 3
RECENT = 24
"""So many files of the library are offered beside a place."""

NAME_WORDS = "Letters, digits and - are possible, up to 20: a prompt means it by this name."


class Files(forms.CharField):
    """Files of the team's library: one media value as JSON, or a list of them. Cleans to assets, in order."""

    widget = forms.HiddenInput
    team: Team

    def __init__(self, *, media: str, most: int = 1, accepts: Limits | None = None, **options: object) -> None:
        super().__init__(required=False, **options)
        self.media, self.most, self.accepts = media, most, accepts or Limits()

    def clean(self, value: str) -> list[Asset]:
        items = _items(value)
        rows = Asset.objects.of_team(self.team).shared().kept().with_ids(item.get("asset") for item in items)
        rows = {str(row.pk): row for row in rows}
        found = [rows[item["asset"]] for item in items if item.get("asset") in rows]
        if len(found) < len(items):
            raise forms.ValidationError(
                "A file is not in this team's library any more, or lies in a private project, and elements and voices "
                "are the team's. Move it to a project of the team, or choose another."
            )
        if any(asset.kind != self.media for asset in found):
            words = {"image": "a picture", "video": "a clip", "audio": "a recording"}[self.media]
            raise forms.ValidationError(f"“{Truncator(found[0].name).chars(60)}” is not {words}. Choose another file.")
        if len(found) > self.most:
            raise forms.ValidationError(f"At most {self.most} are possible; {len(found)} were given. Take some out.")
        return found


def _items(text: object) -> list[dict]:
    """The media values in what was posted; what cannot be read is none."""
    try:
        value = json.loads(text or "null")
    except (TypeError, ValueError, RecursionError):
        return []
    given = value if isinstance(value, list) else [value]
    return [item for item in given if isinstance(item, dict)]


class CastForm(forms.Form):
    """What both have. `row` is the one that is changed, None for a new one."""

    model: type[Voice | Element]
    name = forms.CharField(
        label="Name",
        max_length=20,
        help_text=NAME_WORDS,
        error_messages={
            "required": "It has no name yet: write one.",
            "max_length": "At most %(limit_value)d characters are possible; %(show_value)d were given. Shorten it.",
        },
    )

    def __init__(self, data=None, *, team: Team, row: Voice | Element | None = None) -> None:
        super().__init__(data, initial=self.initial_of(row) if row else {})
        self.team, self.row = team, row
        self.fields["name"].widget.attrs |= {"autocomplete": "off", "spellcheck": "false"}
        for field in self.fields.values():
            if isinstance(field, Files):
                field.team = team

    def clean_name(self) -> str:
        name = self.cleaned_data["name"]
        if not self.model.is_name(name):
            raise forms.ValidationError(f"“{name}” is no name for a prompt. {NAME_WORDS}")
        taken = self.model.objects.of_team(self.team).filter(name=name)
        if taken.exclude(pk=self.row.pk if self.row else None).exists():
            raise forms.ValidationError(f"The team has another {self.model._meta.model_name} called {name}.")
        return name

    def place(self, name: str) -> Place:
        """The place for the file of a field."""
        field, value = self.fields[name], next(iter(_items(self[name].value())), None)
        own = {"id": self[name].auto_id, "name": name, "label": field.label, "media": field.media}
        return Place(**own, accepts=field.accepts, value=value, found=self._found(name))

    def tray(self, name: str) -> Tray:
        """The tray for the files of a field."""
        field = self.fields[name]
        own = {"id": self[name].auto_id, "name": name, "label": field.label, "media": field.media}
        items = _items(self[name].value())
        return Tray(**own, accepts=field.accepts, value=items, most=field.most, found=self._found(name))

    def _found(self, name: str) -> dict[str, Asset]:
        items = _items(self[name].value())
        rows = Asset.objects.of_team(self.team).shared().with_ids(item.get("asset") for item in items)
        return {str(row.pk): row for row in rows}

    def save(self, user: User, project: Project) -> Voice | Element:
        """The row as it is now."""
        row = self.row or self.model(team=self.team, project=project, owner=user)
        for name, value in self.columns().items():
            setattr(row, name, value)
        row.changed_at = clock.now()
        row.save()
        self.row = row
        return row


class VoiceForm(CastForm):
    """A recording of one person, who agreed."""

    model = Voice
    recording = Files(label="Recording", media="audio")
    language = forms.ChoiceField(label="Language", choices=LANGUAGES, required=False)
    consent_name = forms.CharField(label="Who is heard: the person's name", max_length=120, required=False)
    consent = forms.BooleanField(label="This person agreed that the voice is used here", required=False)

    def initial_of(self, row: Voice) -> dict[str, object]:
        shown = {name: getattr(row, name) for name in ("name", "language", "consent_name")}
        return shown | {"recording": _json(row.recording_id), "consent": True}

    def clean_recording(self) -> list[Asset]:
        found = self.cleaned_data["recording"]
        if not found:
            raise forms.ValidationError("A recording is missing: upload one, or choose one from the library.")
        [asset] = found
        least, most = SECONDS
        if not least <= (asset.duration_s or 0) <= most:
            words = f"It is {asset.duration_s or 0:.1f} s long; {least} to {most} s of one clean voice are needed."
            raise forms.ValidationError(f"{words} Trim it, or choose another one.")
        if self.row is None or self.row.recording_id != asset.pk:
            _require_loudness(asset)
        return found

    def clean(self) -> dict:
        if not self.cleaned_data.get("consent_name", "").strip():
            self.add_error("consent_name", "Whose voice is it? Write the person's name.")
        if not self.cleaned_data.get("consent"):
            self.add_error("consent", "Without that person's consent the voice is not kept. Ask, then tick it.")
        return self.cleaned_data

    def columns(self) -> dict[str, object]:
        given = self.cleaned_data
        [recording] = given["recording"]
        is_same = self.row and self.row.recording_id == recording.pk and self.row.consent_name == given["consent_name"]
        return {
            "name": given["name"],
            "recording": recording,
            "language": given["language"],
            "consent_name": given["consent_name"],
            "consent_at": self.row.consent_at if is_same else clock.now(),
        }


def _require_loudness(asset: Asset) -> None:
    """Raises ValidationError for what is nearly silent, and for what cannot be listened to."""
    try:
        level = async_to_sync(media.level)(store.path_of(asset), asset.facts)
    except BadMedia as error:
        raise forms.ValidationError(str(error)) from error
    if level.peak_db < QUIET_DB:
        words = f"It is nearly silent: {level.peak_db:g} dB at its loudest, and {QUIET_DB:g} dB are the least."
        raise forms.ValidationError(f"{words} Record it again, closer to the microphone.")


class ElementForm(CastForm):
    """A person or thing: a front or a clip, and what else is known of it."""

    model = Element
    front = Files(label="Front", media="image")
    clip = Files(label="Or a clip", media="video")
    views = Files(label="View", media="image", most=MOST_VIEWS)
    description = forms.CharField(
        label="Description",
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="What is always the same about it. Who takes one takes up to 100 characters.",
    )
    voice = forms.ModelChoiceField(Voice.objects.none(), label="Voice", required=False, empty_label="None")

    def __init__(self, data=None, *, team: Team, row: Element | None = None) -> None:
        super().__init__(data, team=team, row=row)
        self.fields["voice"].queryset = Voice.objects.of_team(team).order_by("name")

    def initial_of(self, row: Element) -> dict[str, object]:
        views = json.dumps([{"asset": pk} for pk in row.views]) if row.views else ""
        shown = {"name": row.name, "description": row.description, "voice": row.voice_id, "views": views}
        return shown | {"front": _json(row.front_id), "clip": _json(row.clip_id)}

    def clean(self) -> dict:
        front, clip = self.cleaned_data.get("front"), self.cleaned_data.get("clip")
        if front and clip:
            self.add_error("clip", "It is seen by a front or by a clip, not by both. Take one of them out.")
        elif not (front or clip or {"front", "clip"} & set(self.errors)):
            self.add_error("front", "How does it look? Give a picture from the front, or a clip.")
        elif clip and self.cleaned_data.get("views"):
            self.add_error("views", "Views go with a front. Take them out, or give a front instead of the clip.")
        return self.cleaned_data

    def columns(self) -> dict[str, object]:
        given = self.cleaned_data
        return {
            "name": given["name"],
            "front": next(iter(given["front"]), None),
            "clip": next(iter(given["clip"]), None),
            "views": [str(view.pk) for view in given["views"]],
            "description": given["description"],
            "voice": given["voice"],
        }


def _json(pk: object) -> str:
    return json.dumps({"asset": str(pk)}) if pk else ""


FORMS: dict[str, type[CastForm]] = {"voice": VoiceForm, "element": ElementForm}
