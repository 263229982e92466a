"""Words for merging duplicates."""

from ideas.web.languages import lazy_gettext as _l

REFUSALS = {
    "merging.same": _l("This is one and the same idea."),
    "merging.own_idea": _l(
        "You belong to the team of one of these ideas, so somebody else decides."
    ),
    "merging.child_stage": _l(
        "Only an idea that is open for votes becomes part of another; this one is at “%(stage)s”."
    ),
    "merging.parent_stage": _l(
        "Votes can only be joined to an idea that takes votes; the other one is at “%(stage)s”."
    ),
    "merging.other_campaign": _l("The two ideas belong to different campaigns, with other terms."),
    "merging.under_way": _l("Something is decided about one of these ideas and still waits."),
    "merging.no_sentence": _l("Write the sentence that people will read."),
    "merging.long_sentence": _l("Keep the public sentence within %(most)s characters."),
    "merging.decided": _l("This is decided already."),
    "merging.second_person": _l(
        "You proposed this, so a second person must confirm it: %(names)s can."
    ),
    "merging.alone": _l(
        "You proposed this, so a second person must confirm it. "
        "Ask an admin to give the moderator role to a colleague."
    ),
    "merging.over": _l("It has taken effect. The ideas can be separated again."),
    "merging.not_merged": _l("These ideas are not merged."),
    "merging.parent_first": _l(
        "The other idea is part of a third one by now. Separate those two first."
    ),
}

LABELS = {
    "sentence.joined": _l(
        "Another idea says the same, so both go on as one. The votes for either count there."
    ),
    "reason.separated": _l("They are two ideas after all"),
    "sentence.separated": _l(
        "These were two different ideas. Both are open again, each with its own votes."
    ),
    "merger_state.proposed": _l("Waits for a second person"),
    "merger_state.waiting": _l("Takes effect soon"),
    "merger_state.merged": _l("Merged"),
    "merger_state.separated": _l("Separated"),
    "merger_state.taken_back": _l("Taken back"),
    "merger_state.lapsed": _l("Had become impossible"),
    "join_state.joining": _l("The votes are being joined"),
    "join_state.joined": _l("The votes are joined"),
    "join_state.parting": _l("The votes are being brought back"),
    "join_state.parted": _l("The votes are back where they were"),
}
