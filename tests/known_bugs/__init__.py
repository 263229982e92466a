"""A test for each class of fault that platforms like this one have published since 2023.

Each docstring names the class, and where it is known the advisory it is compared with. What other
tests hold is named in ``ELSEWHERE``; ``tests/shape/test_security.py`` sees that they are there.
"""

ELSEWHERE: dict[str, tuple[str, ...]] = {
    "script in what people type, everywhere": (
        "tests/journeys/test_eve_writes_scripts.py::test_nothing_that_is_typed_ever_runs",
    ),
    "script in names, as in comments (Decidim, CVE-2026-23891)": (
        "tests/gallery/test_views.py::test_attacks_are_shown_as_text_everywhere",
        "tests/comments/test_views.py::test_attacks_are_shown_as_text",
    ),
    "script in a preview": (
        "tests/submission/test_views.py::test_script_in_a_text_stays_text",
        "tests/submission/test_views.py::test_the_preview_is_the_ideas_own_page",
    ),
    "script in a snippet for other sites": (
        "tests/gallery/test_sharing.py::test_the_snippet_is_whole_and_escaped",
    ),
    "script in an uploaded file (Decidim, CVE-2023-51447)": (
        "tests/journeys/test_eve_at_the_doors.py::test_what_is_no_picture_is_refused",
    ),
    "exports without authorisation, and links to them used again": (
        "tests/insights/exports/test_exports.py::test_a_file_is_asked_for_written_fetched_and_gone",
        "tests/insights/exports/test_rules.py::test_who_may_take_what_away",
    ),
    "invitations answered by others": (
        "tests/submission/team/test_views.py::test_eve_answers_nothing_and_asks_nobody",
        "tests/accounts/invitations/test_staff.py::test_an_invitation_is_for_the_confirmed_address",
    ),
    "invitations and links without an end (Decidim, CVE-2023-48220)": (
        "tests/accounts/entry/test_sign_up.py::test_a_link_grows_old",
        "tests/submission/team/test_addresses.py::test_addresses_are_forgotten_in_time",
    ),
    "endorsements that race (Decidim, CVE-2023-47634)": (
        "tests/faults/test_vote_race.py::test_racing_votes_count_exactly_once",
        "tests/voting/integrity/test_race.py::test_the_count_is_the_votes_whoever_comes_first",
    ),
    "somebody else's amendment accepted (Decidim, CVE-2026-40869)": (
        "tests/royalties/amendments/test_views.py::test_who_stays_out",
    ),
    "sessions that outlive a password or a role": (
        "tests/accounts/entry/test_sign_in.py::test_a_new_password_ends_every_other_session",
        "tests/accounts/roles/test_roles.py::test_a_role_is_given_with_a_trace_and_ends_sessions",
    ),
    "headers written into mails": (
        "tests/journeys/test_eve_at_the_doors.py::test_no_name_or_address_reaches_into_a_mails_head",
        "tests/mail/test_letters.py::test_nobody_writes_headers_into_a_letter",
    ),
    "a borrowed Host in mails": (
        "tests/journeys/test_eve_at_the_doors.py::test_links_lead_to_the_site_whatever_the_host_said",
    ),
    "forms without their token": (
        "tests/journeys/test_eve_at_the_doors.py::test_no_form_without_its_token",
    ),
    "a page of one's own kept under another name": (
        "tests/web/keeping/test_eve.py::test_a_page_of_ones_own_is_never_under_another_name",
    ),
    "requests smuggled behind another": (
        "tests/front/test_raw.py::test_what_two_servers_could_read_in_two_ways_is_refused",
        "tests/front/test_raw.py::test_of_a_length_and_chunks_nothing_is_smuggled",
    ),
    "formulas in exports": (
        "tests/insights/exports/test_exports.py::test_no_cell_is_a_formula",
        "tests/exchange/test_import.py::test_no_cell_of_a_report_is_a_formula",
    ),
    "pixel floods": ("tests/storage/test_rules.py::test_pixels_are_counted",),
    "requests of the site to addresses of others": (
        "tests/shape/test_dangers.py::test_nothing_calls_out_but_mail",
    ),
}
