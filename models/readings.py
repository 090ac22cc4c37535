"""Gas readings as they are said over the radio: ``0 %LEL kitchen; 0.2% VOL 地下室`` into figure, unit and place."""

import re
import unicodedata

from models.rows.finish import Reading

UNITS = ("%LEL", "%VOL", "ppm", "%", "mg/m3")
"""Units as they are stored; %LEL is of the lower explosive limit, %VOL of the air."""

_SPELLED = {
    "%lel": "%LEL", "lel": "%LEL", "%vol": "%VOL", "vol": "%VOL", "%v/v": "%VOL", "ppm": "ppm", "%": "%",
    "mg/m3": "mg/m3", "mg/m³": "mg/m3",
}  # fmt: skip
_FIGURE = r"(?<![0-9.A-Za-z])(?P<figure>[0-9]+(?:[.,][0-9]+)?)"
_UNIT = r"(?P<unit>%\s*lel|%\s*vol|%\s*v/v|lel|vol|ppm|mg/m3|%)(?![A-Za-z0-9])"
_FORMS = (re.compile(rf"{_FIGURE}\s*{_UNIT}", re.IGNORECASE), re.compile(rf"{_FIGURE}(?P<unit>)(?![A-Za-z0-9])"))
"""A figure with its unit, else the last one without."""

_BETWEEN = re.compile(r"[;；\n]+|(?<=[^0-9])[,，、]|[,，、](?=[^0-9])")
_EDGES = " \t:：,，、-=@()（）"


def readings(text: str) -> tuple[Reading, ...]:
    """Every reading in a text, set apart by semicolons or commas, in the order in which they were said.

    A unit that is said once at the end holds for those before it that have none.
    """
    found = [_reading(part.strip()) for part in _BETWEEN.split(text) if part.strip()]
    last = ""
    out: list[Reading] = []
    for one in reversed(found):
        last = one.unit or last
        out.append(Reading(one.figure, one.unit or (last if one.figure is not None else ""), one.place, one.said))
    return tuple(reversed(out))


def _reading(said: str) -> Reading:
    plain = unicodedata.normalize("NFKC", said)
    found = next((hits[-1] for form in _FORMS if (hits := list(form.finditer(plain)))), None)
    if found is None:
        return Reading(None, "", "", said)
    unit = _SPELLED.get(re.sub(r"\s", "", found["unit"].lower()), "")
    around = (plain[: found.start()].strip(_EDGES), plain[found.end() :].strip(_EDGES))
    place = " ".join(part for part in around if part)
    return Reading(float(found["figure"].replace(",", ".")), unit, place, said)
