"""The version of this package, kept with every document that it codes."""

from importlib.metadata import PackageNotFoundError, version

__all__ = ["VERSION"]

try:
    VERSION = version("bilateral")
except PackageNotFoundError:  # run from a folder that was not installed
    VERSION = "0+unknown"
