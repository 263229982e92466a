"""Words for files of sales."""

from ideas.web.languages import lazy_gettext as _l

REFUSALS = {
    "sales_file.empty": _l("This file is empty."),
    "sales_file.too_large": _l("This file has more than %(most)s megabytes. Split it."),
    "sales_file.encoding": _l("This file is neither UTF-8 nor Windows-1252. Export it as UTF-8."),
    "sales_file.no_heading": _l(
        "This is no table with names of columns in its first row. Send CSV or XLSX."
    ),
    "sales_file.twice": _l("Two columns have the same name: %(columns)s. Rename one."),
    "sales_file.too_wide": _l("This file has more than %(most)s columns. Remove some."),
    "sales_file.too_long": _l("This workbook has more than %(most)s rows. Send it as CSV."),
    "sales_file.bomb": _l("This workbook unpacks to too much to be read. Send it as CSV."),
    "sales_file.workbook": _l("This workbook cannot be read. Send it as CSV."),
    "sales_map.missing": _l("Say where these come from: %(sale_field)s."),
    "sales_map.gone": _l("The file has no such columns: %(columns)s."),
    "sales_import.too_late": _l("This import has gone on. It is no longer read otherwise."),
    "sales_import.posted": _l(
        "This import is posted and stays. A higher revision corrects a sale."
    ),
    "sales_import.over": _l("This import is over already."),
    "sales_import.posted_before": _l("This import is being posted, or is posted."),
    "sales_import.not_checked": _l("This import has not been checked yet."),
    "sales_import.not_clean": _l(
        "Rows in error: %(bad)s, in conflict: %(conflicts)s. A file is posted whole, unless you "
        "choose to post the good rows."
    ),
    "sales_import.nothing_new": _l("Nothing in this file is new, so there is nothing to post."),
    "sales_import.own_proposal": _l(
        "You prepared this import, so a second person approves it. Ask one of these: %(names)s."
    ),
    "sales_import.alone": _l(
        "You prepared this import, so a second person approves it. You are the only one in "
        "finance: ask an admin to give a colleague the role on the People page."
    ),
    "sales_conflict.decided": _l("This conflict is settled already."),
    "sales_conflict.no_reason": _l("Say why; it stays in the audit log."),
}

LABELS = {
    "import_state.uploaded": _l("To be looked at"),
    "import_state.checking": _l("Being read"),
    "import_state.checked": _l("Checked"),
    "import_state.proposed": _l("Waits for approval"),
    "import_state.posting": _l("Being posted"),
    "import_state.posted": _l("Posted"),
    "import_state.cancelled": _l("Cancelled"),
    "import_state.failed": _l("Cannot be read"),
    "import_failure.sales_file.gone": _l("The file is gone. Send it again."),
    "import_failure.sales_file.no_heading": _l(
        "Read this way, the file is no table with names of columns. Send it again."
    ),
    "sale_field.source": _l("Source"),
    "sale_field.external_id": _l("Number of the sale"),
    "sale_field.revision": _l("Revision"),
    "sale_field.period": _l("Period or day"),
    "sale_field.sku": _l("SKU"),
    "sale_field.territory": _l("Territory"),
    "sale_field.channel": _l("Channel"),
    "sale_field.units": _l("Units sold"),
    "sale_field.returned_units": _l("Units returned"),
    "sale_field.gross": _l("Gross"),
    "sale_field.returns": _l("Returns"),
    "sale_field.deductions": _l("Deductions"),
    "sale_field.currency": _l("Currency"),
    "sales_encoding.utf_8": _l("UTF-8"),
    "sales_encoding.windows": _l("Windows-1252"),
    "sales_delimiter.comma": _l("Comma"),
    "sales_delimiter.semicolon": _l("Semicolon"),
    "sales_delimiter.tab": _l("Tab"),
    "sales_delimiter.bar": _l("Bar"),
    "sales_numbers.point": _l("1234.50"),
    "sales_numbers.comma": _l("1234,50"),
    "sales_numbers.point_grouped": _l("1,234.50"),
    "sales_numbers.comma_grouped": _l("1.234,50"),
    "sales_numbers.comma_spaced": _l("1 234,50"),
    "sales_numbers.point_quoted": _l("1’234.50"),
    "sales_dates.iso": _l("2031-12-24"),
    "sales_dates.day_first": _l("24/12/2031, 24.12.2031"),
    "sales_dates.month_first": _l("12/24/2031"),
    "problem.sale.quotes": _l("A quotation mark is not closed, or stands in the wrong place"),
    "audited.sales.layout": _l("Layout of a file of sales kept"),
    "audited.sales.check": _l("File of sales to be checked"),
    "audited.sales.checked": _l("File of sales checked"),
    "audited.sales.propose": _l("Large import of sales proposed"),
    "audited.sales.approve": _l("Large import of sales approved"),
    "audited.sales.begin_posting": _l("Import of sales to be posted"),
    "audited.sales.post": _l("Sales posted"),
    "audited.sales.come_back": _l("Import of sales sent back to be looked at"),
    "audited.sales.cancel": _l("Import of sales cancelled"),
    "audited.sales.fail": _l("File of sales could not be read"),
    "audited.sales.take_conflict": _l("Sale in conflict taken as the next revision"),
    "audited.sales.ignore_conflict": _l("Sale in conflict ignored"),
}
