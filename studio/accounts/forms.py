"""The forms of the pages about oneself. Their field names are those of the model."""

from allauth.account.forms import LoginForm
from allauth.mfa.webauthn.forms import AddWebAuthnForm
from django import forms
from django.contrib.auth.password_validation import validate_password
from django.utils import timezone

from .models import Project, User


class EmailField(forms.EmailField):
    """An address that nobody else here signs in with."""

    def __init__(self, **options) -> None:
        super().__init__(label="E-mail", max_length=254, **options)
        self.widget.attrs.update(autocomplete="email", spellcheck="false")

    def clean(self, value: str) -> str:
        return super().clean(value).lower()


class NameField(forms.CharField):
    def __init__(self, **options) -> None:
        super().__init__(label="Name", max_length=120, **options)
        self.widget.attrs.update(autocomplete="name")


class SignInForm(LoginForm):
    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["login"].label = "E-mail"


class OwnerForm(forms.Form):
    """Who the studio belongs to. Without a password one signs in by links and passkeys."""

    name = NameField()
    email = EmailField()
    password = forms.CharField(
        label="Password (optional)",
        required=False,
        strip=False,
        help_text="At least 8 characters. Without one you sign in with a passkey or a link from the console.",
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def clean(self) -> dict:
        data = super().clean()
        if data.get("password"):
            try:
                validate_password(data["password"], User(name=data.get("name", ""), email=data.get("email", "")))
            except forms.ValidationError as error:
                self.add_error("password", error)
        return data


class NameForm(forms.ModelForm):
    name = NameField()

    class Meta:
        model = User
        fields = ["name"]


class AskingForm(forms.ModelForm):
    """From which price on one wants to be asked once more."""

    confirm_above = forms.DecimalField(
        label="Ask me again above, in dollars",
        required=False,
        min_value=0,
        max_digits=10,
        decimal_places=2,
        error_messages={"invalid": "This is no amount: write dollars like 2.50, or nothing."},
        help_text="A job that may cost more, or makes more than four results, shows its price once more before it is "
        "sent. Empty: never. 0: always.",
        widget=forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"}),
    )

    class Meta:
        model = User
        fields = ["confirm_above"]


class TellingForm(forms.ModelForm):
    """How one is told that a job is over."""

    class Meta:
        model = User
        fields = ["notified", "hears_results", "digest"]
        labels = {
            "notified": "Notify me with the browser when a job of mine is ready or has failed",
            "hears_results": "A quiet sound, too: one for ready, another for failed",
            "digest": "By mail",
        }

    def save(self, commit: bool = True) -> User:
        """What ended before the mails were wanted is in none."""
        if "digest" in self.changed_data:
            self.instance.digest_until = timezone.now()
        return super().save(commit)


class EmailForm(forms.Form):
    email = EmailField()

    def __init__(self, data=None, *, user: User) -> None:
        super().__init__(data, initial={"email": user.email})
        self.user = user

    def clean_email(self) -> str:
        email = self.cleaned_data["email"]
        if User.objects.filter(email__iexact=email).exclude(pk=self.user.pk).exists():
            raise forms.ValidationError(f"Somebody else here signs in with {email}: give another address.")
        return email


class ProjectForm(forms.ModelForm):
    visibility = forms.ChoiceField(
        choices=Project.Visibility.choices, initial=Project.Visibility.TEAM, required=False, label="Seen by"
    )

    def clean_visibility(self) -> str:
        return self.cleaned_data["visibility"] or Project.Visibility.TEAM

    class Meta:
        model = Project
        fields = ["name", "visibility"]
        labels = {"name": "New project"}


class RenameForm(forms.ModelForm):
    """Another name for a project."""

    class Meta:
        model = Project
        fields = ["name"]


class AddPasskeyForm(AddWebAuthnForm):
    """allauth's, with the passkey ticked: a key that also replaces the password is what most people want."""

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        name, alone = self.fields["name"], self.fields["passwordless"]
        name.label = "Name of the key"
        alone.initial = True
        alone.label = "Sign in with this key alone"
        alone.help_text = "A passkey: the device asks for your finger, face or PIN. Untick it for a second step only."
