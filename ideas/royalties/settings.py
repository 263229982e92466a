"""The royalties' dials."""

from dataclasses import dataclass

from ideas.settings.rules import declare, dial


@declare
@dataclass(frozen=True)
class Royalties:
    """Who issues and pays, how creators question a statement, and what files there may be."""

    payer_name: str = dial("", "Name of who pays", help="As the bank knows it.", most=70)
    payer_iban: str = dial("", "IBAN of the account that pays", help="For SEPA files.", most=50)
    payer_bic: str = dial("", "BIC of the account that pays", help="For SEPA files.", most=20)

    issuer: str = dial(
        "",
        "Who issues statements",
        help="The company's legal name and address, as the statements of the next close say it.",
        most=300,
    )
    dispute_days: int = dial(
        60, "Days to question a statement", help="Counted from its making.", least=14, most=730
    )
    answer_days: int = dial(
        14,
        "Days to answer a dispute",
        help="The payee is told by when; the desk shows what is late.",
        least=2,
        most=90,
    )
    second_look_days: int = dial(
        30,
        "Days to ask for a second look",
        help="Counted from the answer to a dispute.",
        least=7,
        most=180,
    )
    audit_days: int = dial(
        30,
        "Days to answer who asks for an audit",
        help="The payee is told by when; the desk shows what is late.",
        least=7,
        most=90,
    )
    contact: str = dial(
        "", "Where to write about a statement", help="An e-mail address or a page.", most=200
    )
    most_upload_mb: int = dial(
        100, "Largest file of sales", help="In megabytes.", least=1, most=1_000
    )
    large_import_rows: int = dial(
        10_000,
        "Rows of a large import",
        help="From so many new rows on, another of finance approves it.",
        least=1,
        most=10_000_000,
    )
    large_import_amount: int = dial(
        100_000,
        "Amount of a large import",
        help="In whole units of any currency, before returns: from here on another approves it.",
        least=1,
        most=1_000_000_000,
    )
    kept_years: int = dial(
        10,
        "Years the records of payments are kept",
        help="After the year they are of. Then the bank's files and accounts out of use are "
        "emptied; figures, statements and agreements stay.",
        least=6,
        most=30,
    )
