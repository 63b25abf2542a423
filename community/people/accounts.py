"""How accounts are made and mail is sent: allauth's ways, with the atlas's handles and words."""

from __future__ import annotations

import logging

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core.exceptions import ImmediateHttpResponse
from django.contrib import messages
from django.db import IntegrityError, transaction
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from community.people import actions, handles

log = logging.getLogger(__name__)
# Said by the page one comes to.
SILENT = {
    f"account/messages/{name}.txt" for name in "logged_in logged_out login_code_sent email_confirmation_sent".split()
}


class Adapter(DefaultAccountAdapter):
    def clean_username(self, username, shallow=False):
        return handles.clean(username)

    def save_user(self, request, user, form, commit=True):
        """A form sent twice makes one account: the second finds it there."""
        try:
            with transaction.atomic():
                super().save_user(request, user, form, commit)
                actions.welcome(user)
        except IntegrityError as error:
            raise ImmediateHttpResponse(redirect("account_login")) from error
        return user

    def send_mail(self, template_prefix, email, context):
        try:
            super().send_mail(template_prefix, email, context)
        except OSError:  # which smtplib's errors are
            log.exception("mail could not be sent")
            messages.error(self.request, _("Le message n’a pas pu partir : réessayez dans quelques minutes."))

    def add_message(self, request, level, message_template=None, *args, **kwargs):
        if message_template not in SILENT:
            super().add_message(request, level, message_template, *args, **kwargs)
