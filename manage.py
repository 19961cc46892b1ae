#!/usr/bin/env python
"""The way in: `python manage.py studio` starts everything. Must stay readable by any old Python."""

import os
import sys

if sys.version_info < (3, 11):
    sys.exit(
        "Dailies needs Python 3.11 or newer, and this is Python %d.%d: install a newer one and start "
        "again with it, for example `python3.11 manage.py studio`." % sys.version_info[:2]
    )


def main():
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "studio.config.settings")
    from django.core.management import execute_from_command_line

    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
