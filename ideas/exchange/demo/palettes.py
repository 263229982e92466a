"""The colours of the drawings: sky, sun, hills, three colours of things, something light, ink."""

from dataclasses import dataclass, fields, replace


@dataclass(frozen=True)
class Palette:
    """Colours like ``#8fc5ae``, by what they are for."""

    sky: str
    sun: str
    far: str
    near: str
    a: str
    b: str
    c: str
    light: str
    ink: str

    def __getitem__(self, name: str) -> str:
        """A colour by name; ``a-`` is darker, ``a+`` lighter."""
        colour: str = getattr(self, name.rstrip("+-"))
        if name.endswith("-"):
            return mixed(colour, self.ink, 0.22)
        return mixed(colour, self.light, 0.35) if name.endswith("+") else colour

    def turned(self, steps: int) -> "Palette":
        """The same with the three colours of things exchanged in turn."""
        row = [self.a, self.b, self.c]
        turned = row[steps % 3 :] + row[: steps % 3]
        return replace(self, a=turned[0], b=turned[1], c=turned[2])


def mixed(colour: str, other: str, part: float) -> str:
    """Some of the other colour in the first."""
    pairs = zip(bytes.fromhex(colour[1:]), bytes.fromhex(other[1:]), strict=True)
    return "#" + "".join(f"{round(one + (two - one) * part):02x}" for one, two in pairs)


def _palette(row: str) -> Palette:
    colours = (f"#{each}" for each in row.split())
    names = (each.name for each in fields(Palette))
    return Palette(**dict(zip(names, colours, strict=True)))


PALETTES = {
    name: _palette(row)
    for name, row in {
        "mint": "8fc5ae f4efd8 6fae97 9aa387 35524a c8553d f2963b fbf1df 1d2f2a",
        "lilac": "b9c0ff f6f0e6 9aa0ee c39fd8 4b4fc0 f0476f ffc94d fff3d6 26295e",
        "mustard": "f6c445 fff0c2 e3a92f b9822b 1f7a8c d9482b 243b40 fff8e7 1b2b2e",
        "peach": "ffcdb2 fff1e2 f0ab8f cc9d8a 355070 b14f66 6d6875 fff1e6 26344a",
        "leaf": "cde8c0 fbf6da a6d19a d3c48f 23897c e76f51 e9b949 fffbef 1c4039",
        "air": "bfddf0 fdf3dd 93c1dd 86ad94 1d3557 e8743b f2c14e fdf6ec 16243b",
        "night": "1f2a4a f5ead0 2c3b63 17213b e9b45c ef6461 7fc1c6 fbf1df 0e1529",
        "rose": "f4b8c4 fff0e6 e893a6 b9748c 7a2e4d ef7d57 2f6f73 fff4ee 3d1a2c",
        "dusk": "6a5a9e fbb07c 55478a 372d61 f6d38b ef6079 8fd6dc fff3e2 211a40",
        "sand": "f3dfb4 fffaf0 e5bf86 cf9a63 8c3f2b 2c6e77 e2763a fff8ea 3b2218",
        "sea": "9fd6d2 fff2cf 3f9aa0 e8d5a5 14555f f26b4e f7b733 fffaf0 0f3239",
        "tomato": "ea6a4e fbdcab d4523a a93c2b 2f3e46 f6ead2 f2b84b fff6e6 22191a",
        "snow": "d8e3ea ffffff b9cdd9 f5f8f8 2f4a63 d9583b 5f8f87 ffffff 1d2d3d",
        "plum": "4a2545 f7c59f 6b3560 2e1630 f2a65a e8638b 74c2c9 fff1e3 1b0c1d",
        "paper": "f6efe0 ffffff e7dcc4 d9cbb0 d9481c 2f6f73 e0a83a fffaf0 2b2620",
        "plan": "234a73 ffffff 2f5f90 1b3b5d ffffff cfe3f5 9cc3e6 f4faff f4faff",
    }.items()
}
