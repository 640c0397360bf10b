"""The command line, as `saring …` or `python -m saring …`."""

import sys

from saring import _saring


def main() -> int:
    """Does what the command line asks; gives the exit status."""
    return _saring.main(["saring", *sys.argv[1:]])


if __name__ == "__main__":
    sys.exit(main())
