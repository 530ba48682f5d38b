"""The one office of the LibreOffice tests serves these too."""

from tests.libreoffice.conftest import office

__all__ = ["office"]
