"""An invitation by mail, where the studio has a mail server. Without one a link is passed on by whoever made it."""

import logging
import smtplib

from django.conf import settings
from django.core.mail import send_mail

from .models import Team, User

logger = logging.getLogger(__name__)

WORDS = """{by} invites you to {team} in Dailies, where clips and images are made and looked at together.

{link}

The link signs you in, once, within 24 hours. If you do not know {by}, leave it alone: nothing happens without it.
"""


def mailed(person: User, link: str, by: User, team: Team) -> bool:
    """Whether the mail server took it. A link is never printed in its place."""
    if not (settings.SENDS_MAIL and link):
        return False
    subject = " ".join(f"{by} invites you to {team}".split())  # one line, whatever the names are
    words = WORDS.format(by=by, team=team, link=link)
    try:
        return bool(send_mail(subject, words, settings.DEFAULT_FROM_EMAIL, [person.email]))
    except (smtplib.SMTPException, OSError) as error:
        logger.warning("invitation of person %s: could not be mailed: %s", person.pk, type(error).__name__)
        return False
