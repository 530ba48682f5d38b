"""The one office of the LibreOffice tests serves these too."""

from tests.hosts.libreoffice.conftest import office

__all__ = ["office"]
