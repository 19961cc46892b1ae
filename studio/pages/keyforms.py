"""The forms of a key: made of the parts that its adapter names, and of the account's limits."""

from collections.abc import Iterator
from dataclasses import dataclass

from django import forms
from django.forms import BoundField

from studio.accounts.models import ProviderKey
from studio.providers.account import KeyField, ways_of
from studio.providers.base import Provider

WAY = "way"
LONGEST = 500
MOST_PARALLEL = 100
LEAST_PER_S, MOST_PER_S = 0.05, 50.0


class SecretField(forms.CharField):
    """A part that nobody may read: never drawn again, not even after an error."""

    widget = forms.PasswordInput(attrs={"autocomplete": "off", "spellcheck": "false"})

    def __init__(self, *, several: bool, **options) -> None:
        super().__init__(max_length=LONGEST, required=False, **options)
        self.several = several

    def clean(self, value: str) -> str:
        text = super().clean(value)
        if not text.isascii() or not text.isprintable() or (" " in text and not self.several):
            raise forms.ValidationError(
                "There is a space, a line break or a character in it that no key has. Paste the key alone, once."
            )
        return text


@dataclass(frozen=True, slots=True)
class Way:
    """One way to give a key: its name, whether it is the one that is meant, and its fields."""

    name: str
    chosen: bool
    fields: list[BoundField]


class KeyForm(forms.Form):
    """The parts of a provider's key. With several ways to give one, `way` says which is meant."""

    def __init__(self, provider: Provider, data=None, prefix: str = "", *, named: bool = True) -> None:
        super().__init__(data, prefix=prefix or provider.slug)
        self.parts, self.provider = provider.key_fields, provider
        self.not_reached = False
        self.way_names = ways_of(provider.key_fields)
        if self.way_names:
            self.fields[WAY] = forms.ChoiceField(choices=[(way, way) for way in self.way_names], required=False)
        for part in provider.key_fields:
            self.fields[part.name] = _field(part)
        if named:
            self.fields["label"] = forms.CharField(label="Name for it (optional)", max_length=80, required=False)

    @property
    def way(self) -> str:
        """The way that is meant: the first, until another one is chosen."""
        given = self[WAY].value() if self.way_names else ""
        return given if given in self.way_names else next(iter(self.way_names), "")

    def ways(self) -> list[Way]:
        """What is drawn side by side, one of them open."""
        return [Way(way, way == self.way, list(self._of(way))) for way in self.way_names]

    def always(self) -> list[BoundField]:
        """What every way needs; all parts, where there is only one way."""
        return [*self._of(""), *([self["label"]] if "label" in self.fields else [])]

    def _of(self, way: str) -> Iterator[BoundField]:
        return (self[part.name] for part in self.parts if part.way == way)

    def clean(self) -> dict:
        for part in self._meant():
            if not (part.optional or self.cleaned_data.get(part.name) or part.name in self.errors):
                self.add_error(part.name, f"{part.label} is missing: paste it here.")
        return self.cleaned_data

    def _meant(self) -> list[KeyField]:
        return [part for part in self.parts if part.way in ("", self.way)]

    def given(self) -> dict[str, str]:
        """The parts of the way that is meant, in the adapter's order: of the first one a hint is kept."""
        found = {part.name: self.cleaned_data[part.name] for part in self._meant()}
        return {name: value for name, value in found.items() if value}

    def refuse(self, words: str) -> None:
        """The provider said no: that is said at the first part."""
        self.add_error(self._meant()[0].name, words)


def _field(part: KeyField) -> forms.Field:
    if part.is_secret:
        return SecretField(label=part.label, help_text=part.hint, several=part.optional)
    return forms.ChoiceField(
        label=part.label,
        choices=part.choices,
        initial=part.choices[0][0],
        help_text=part.hint,
        widget=forms.RadioSelect,
    )


class LimitsForm(forms.ModelForm):
    """How much is asked of an account at once; empty is as the adapter has it."""

    parallel = forms.IntegerField(label="jobs at once", min_value=1, max_value=MOST_PARALLEL, required=False)
    starts_per_s = forms.FloatField(
        label="starts a second", min_value=LEAST_PER_S, max_value=MOST_PER_S, required=False
    )

    class Meta:
        model = ProviderKey
        fields = ["parallel", "starts_per_s"]

    def __init__(self, data=None, *, usual: int, **options) -> None:
        super().__init__(data, **options)
        for name, words in (("parallel", str(usual)), ("starts_per_s", "any")):
            self.fields[name].widget.attrs |= {"placeholder": words, "class": "input"}
