"""The real registry. Thin on purpose: what it is used for is tested with a stand-in."""

from __future__ import annotations

import sys

assert sys.platform == "win32"

import winreg

from .registry import Bits, Entry

_VIEW = {64: winreg.KEY_WOW64_64KEY, 32: winreg.KEY_WOW64_32KEY}


class WindowsRegistry:
    """HKEY_CURRENT_USER, or another root (the tests under Wine need one)."""

    def __init__(self, root: int = winreg.HKEY_CURRENT_USER) -> None:
        self.root = root

    def read(self, key: str, name: str = "", bits: Bits = 64) -> object:
        try:
            with winreg.OpenKey(self.root, key, 0, winreg.KEY_READ | _VIEW[bits]) as handle:
                found: object = winreg.QueryValueEx(handle, name)[0]
                return found
        except OSError:
            return None

    def values(self, key: str, bits: Bits = 64) -> dict[str, object]:
        try:
            with winreg.OpenKey(self.root, key, 0, winreg.KEY_READ | _VIEW[bits]) as handle:
                count = winreg.QueryInfoKey(handle)[1]
                return {n: v for n, v, _ in (winreg.EnumValue(handle, i) for i in range(count))}
        except OSError:
            return {}

    def children(self, key: str, bits: Bits = 64) -> list[str]:
        try:
            with winreg.OpenKey(self.root, key, 0, winreg.KEY_READ | _VIEW[bits]) as handle:
                return [winreg.EnumKey(handle, i) for i in range(winreg.QueryInfoKey(handle)[0])]
        except OSError:
            return []

    def write(self, entry: Entry) -> None:
        access = winreg.KEY_WRITE | _VIEW[entry.bits]
        with winreg.CreateKeyEx(self.root, entry.key, 0, access) as handle:
            winreg.SetValueEx(handle, entry.name, 0, winreg.REG_SZ, entry.text)

    def delete(self, key: str, bits: Bits = 64) -> None:
        for child in self.children(key, bits):
            self.delete(f"{key}\\{child}", bits)
        try:
            winreg.DeleteKeyEx(self.root, key, _VIEW[bits], 0)
        except FileNotFoundError:
            return

    def delete_value(self, key: str, name: str, bits: Bits = 64) -> None:
        access = winreg.KEY_READ | winreg.KEY_WRITE | _VIEW[bits]
        try:
            with winreg.OpenKey(self.root, key, 0, access) as handle:
                winreg.DeleteValue(handle, name)
        except FileNotFoundError:
            pass
        if not self.values(key, bits) and not self.children(key, bits):
            self.delete(key, bits)
