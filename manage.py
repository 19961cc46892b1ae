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
    try:
        from django.core.management import execute_from_command_line
    except ImportError:
        sys.exit(
            "Dailies is not installed for this Python (%s): the README's first lines do that, or "
            "`%s -m pip install -e .`." % (sys.executable, sys.executable)
        )
    from studio.config.environment import adopt

    adopt(sys.argv)
    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
