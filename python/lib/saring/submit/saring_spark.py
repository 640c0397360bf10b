"""The file for `spark-submit`: `spark-submit … $(saring-spark --print-file) --input articles/ --output clean/`."""

import sys

from saring.spark import main

if __name__ == "__main__":
    sys.exit(main())
