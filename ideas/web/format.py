"""How numbers, money and moments read in the reader's language: the templates' filters."""

import datetime as dt
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from babel.dates import format_timedelta
from babel.numbers import format_currency, format_decimal, format_percent
from flask import Flask, g
from flask_babel import format_date, format_time, get_locale, ngettext
from flask_babel import gettext as _
from markupsafe import Markup, escape

from ideas import clock
from ideas.money import Money
from ideas.text import facts_in
from ideas.web.exact import shown

BASIS_POINTS = 10_000
HOUR, DAY = 3_600, 86_400
SECOND, MONTH = dt.timedelta(seconds=1), dt.timedelta(days=30)


def number(value: float | Decimal) -> str:
    """1,234 or 1 234."""
    return str(format_decimal(value, locale=get_locale()))


def money(value: Money) -> str:
    """An amount with its currency, exact: never rounded to the decimals people usually show."""
    exact = value.decimal()
    return str(
        format_currency(exact, value.currency, locale=get_locale(), decimal_quantization=False)
    )


def price(value: Money) -> str:
    """An amount as on a price tag: without decimals where they are nothing."""
    exact, locale = value.decimal(), get_locale()
    if exact != exact.to_integral_value():
        return money(value)
    whole = locale.currency_formats["standard"].pattern.replace(".00", "")
    return str(format_currency(exact, value.currency, whole, locale=locale, currency_digits=False))


def price_tag(amount: int, currency: str) -> str:
    """The same for a price in minor units."""
    return price(Money(amount, currency))


def minor(amount: int, currency: str) -> str:
    """The same for an amount in minor units."""
    return money(Money(amount, currency))


def percent(basis_points: int) -> str:
    """Basis points as a percentage: 125 is 1.25 %."""
    share = Decimal(basis_points) / BASIS_POINTS
    return str(format_percent(share, locale=get_locale(), decimal_quantization=False))


def date(value: dt.date | dt.datetime) -> Markup:
    """A day, as a ``time`` element."""
    return _time(value, str(format_date(value, "long")))


def datetime(value: dt.datetime) -> Markup:
    """A moment to the minute, in UTC, as a ``time`` element."""
    return _time(value, f"{format_date(value, 'long')}, {format_time(value, 'short')} UTC")


def moment_in(value: dt.datetime, zone: str) -> Markup:
    """A moment to the minute, as the clocks of a zone show it, as a ``time`` element."""
    there = value.astimezone(ZoneInfo(zone))
    day = format_date(there, "long", rebase=False)
    words = f"{day}, {format_time(there, 'short', rebase=False)} ({zone.replace('_', ' ')})"
    return _time(value, words)


def _now() -> dt.datetime:
    """The moment a page is drawn: asked once, however many moments it tells."""
    if "drawn_at" not in g:
        g.drawn_at = clock.now()
    moment: dt.datetime = g.drawn_at
    return moment


def ago(value: dt.datetime) -> Markup:
    """How long ago or ahead, as a ``time`` element; a day when it was more than a month ago.

    Within a second it is a second ago: nothing happens in 0 seconds.
    """
    ahead = value - _now()
    if abs(ahead) < SECOND:
        ahead = -SECOND
    if ahead < -MONTH:
        return date(value)
    return _time(value, format_timedelta(ahead, add_direction=True, locale=get_locale()))


def days_left(value: dt.datetime) -> str:
    """“41 days left”, “5 hours left”, “minutes left”, “closed”."""
    seconds = (value - _now()).total_seconds()
    if seconds <= 0:
        return str(_("closed"))
    if seconds >= DAY:
        days = int(seconds // DAY)
        return str(ngettext("%(num)s day left", "%(num)s days left", days))
    hours = int(seconds // HOUR)
    if hours:
        return str(ngettext("%(num)s hour left", "%(num)s hours left", hours))
    return str(_("minutes left"))


def language_name(code: str) -> str:
    """A language as the reader calls it, such as “anglais”; its code when that has no name."""
    return str(get_locale().languages.get(code, code))


def _time(value: dt.date | dt.datetime, words: str) -> Markup:
    return Markup('<time datetime="{}">{}</time>').format(value.isoformat(), escape(words))


def install(app: Flask) -> None:
    """Give the templates these filters."""
    filters: dict[str, Any] = {
        "number": number,
        "exact": shown,
        "money": money,
        "price": price,
        "price_tag": price_tag,
        "minor": minor,
        "percent": percent,
        "date": date,
        "datetime": datetime,
        "moment_in": moment_in,
        "ago": ago,
        "days_left": days_left,
        "language_name": language_name,
        "facts": facts_in,
    }
    app.jinja_env.filters.update(filters)
