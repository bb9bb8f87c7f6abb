"""The version of this package, kept with every document that it codes; the build reads it from here."""

__all__ = ["VERSION"]

VERSION = "0.1.0"
