"""Words for products."""

from ideas.web.languages import lazy_gettext as _l

REFUSALS = {
    "product.no_agreement": _l("Development starts once every creator has accepted the agreement."),
    "product.sku_taken": _l("Another product has the SKU %(sku)s."),
    "product.not_yet": _l("The day on sale is still to come. Enter the product on that day."),
    "product.no_reason": _l("Say why; everybody who voted will read it."),
}
