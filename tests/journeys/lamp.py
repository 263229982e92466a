"""What the people of the lamp's journey type into forms."""

from datetime import datetime, timedelta

PASSWORD = "seven lamps on the old pier"
CREATORS = {"Ada Lindqvist": "ada@example.org", "Ben Okafor": "ben@example.org"}
TITLE = "Lighthouse that really turns"
TEXTS = {
    "title": TITLE,
    "summary": "A lamp, two mirrors and one slow motor.",
    "body": "I grew up *under* a lighthouse, and I want children to build one that works.",
    "specs": "Height: 34 cm\nMade of: beech, brass\nAge: from 8",
    "tags": "lighthouse, sea",
    "language": "en",
}
ANSWER = {
    "outcome": "selected",
    "reason": "chosen",
    "sentence_en": "We love the lamp.",
    "sentence_fr": "Nous aimons la lampe.",
}
AGREEMENT = {
    "currency": "EUR",
    "rates-0-kind": "percent-units",
    "rates-0-rate": "1",
    "frequency": "half_year",
    "reserve_parts": "1",
    "reserve": "10",
    "reserve_periods": "2",
    "deductions_cap": "6",
    "minimum": "50",
    "copies": "10",
    "text_en": "You earn a part.",
    "text_fr": "Vous recevez une part.",
    "shares-0-advance": "1000",
}
PRODUCT = {
    "sku": "LAMP-1",
    "name": "The Lighthouse",
    "price": "49.90",
    "currency": "EUR",
    "url": "https://shop.example.org/lamp",
}
PERIOD = {"code": "2026-H2", "starts_on": "2026-03-01", "ends_on": "2026-12-31"}
RATE = {
    "currency": "USD",
    "rate": "0.92",
    "into": "EUR",
    "source": "Central bank",
    "quoted_on": "2026-12-31",
}
SALES = b"""\
source,external_id,revision,period,sku,territory,channel,units,returned_units,\
gross,returns,deductions,currency
shop,EU-1,1,2026-H2,LAMP-1,EU,web,12400,310,620000.00,15500.00,34100.00,EUR
shop,US-1,1,2026-H2,LAMP-1,US,web,3050,0,152500.00,0.00,0.00,USD
"""


def round_closing(moment: datetime) -> dict[str, str]:
    """A round whose cut-off is ten days from this moment."""
    cutoff = (moment + timedelta(days=10)).date()
    return {
        "name": "Summer round",
        "cutoff_on": cutoff.isoformat(),
        "cutoff_time": "12:00",
        "zone": "Europe/Paris",
        "decision_due_on": (cutoff + timedelta(days=120)).isoformat(),
        "capacity": "20",
    }
