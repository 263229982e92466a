"""When an idea can be developed, put on sale, retired and cancelled."""

from datetime import date

from ideas.refusals import Refusal

DEVELOPED = frozenset({"in_development", "on_sale"})


def refusal_to_develop(*, has_agreement: bool) -> Refusal | None:
    """Nothing is made before every creator has accepted."""
    return None if has_agreement else Refusal("product.no_agreement")


def refusal_to_launch(
    stage: str, sku: str, *, is_sku_taken: bool, on_sale_on: date, today: date
) -> Refusal | None:
    """A product has a SKU of its own and a day on which it came on sale."""
    if stage not in DEVELOPED:
        return Refusal("idea.wrong_stage", stage=stage)
    if is_sku_taken:
        return Refusal("product.sku_taken", sku=sku)
    if on_sale_on > today:
        return Refusal("product.not_yet")
    return None


def refusal_to_cancel(public_text: str) -> Refusal | None:
    """Everybody who voted reads why."""
    return None if public_text.strip() else Refusal("product.no_reason")
