"""``python -m sayso``: the command line."""

from sayso.views.cli import main

if __name__ == "__main__":
    main()
