"""Who visits a page, and what a download is called."""

from email.message import Message

from django.test import Client


def visit(user) -> Client:
    client = Client()
    client.force_login(user)
    return client


def attached_name(response) -> str:
    message = Message()
    message["Content-Disposition"] = response["Content-Disposition"]
    assert message.get_content_disposition() == "attachment"
    return message.get_filename()
