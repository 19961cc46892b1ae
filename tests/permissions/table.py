"""Who may open what: every address of the studio and every kind of live message, each in one row.

A new address, or a new kind of message, without a row here fails tests/permissions/.
"""

from collections.abc import Mapping

from tests.permissions.world import FORBIDDEN, HIDDEN, IN, REFUSED, SIGN_IN

ACCESS: Mapping[str, tuple[str, ...]] = {
    # owner, artist, reviewer, guest, stranger, nobody, visitor by a share link
    "everybody": (IN, IN, IN, IN, IN, IN, IN),
    "signed in": (IN, IN, IN, IN, IN, SIGN_IN, SIGN_IN),
    "team": (IN, IN, IN, IN, HIDDEN, SIGN_IN, SIGN_IN),
    "speakers": (IN, IN, IN, REFUSED, HIDDEN, SIGN_IN, SIGN_IN),
    "who changes files": (IN, IN, IN, FORBIDDEN, HIDDEN, SIGN_IN, SIGN_IN),
    "makers": (IN, IN, FORBIDDEN, FORBIDDEN, HIDDEN, SIGN_IN, SIGN_IN),
    "makers of any team": (IN, IN, FORBIDDEN, FORBIDDEN, IN, SIGN_IN, SIGN_IN),
    "managers": (IN, FORBIDDEN, FORBIDDEN, FORBIDDEN, HIDDEN, SIGN_IN, SIGN_IN),
    "managers of any team": (IN, FORBIDDEN, FORBIDDEN, FORBIDDEN, IN, SIGN_IN, SIGN_IN),
    "managers, with more": (HIDDEN, FORBIDDEN, FORBIDDEN, FORBIDDEN, HIDDEN, SIGN_IN, SIGN_IN),
    "makers, with more": (HIDDEN, HIDDEN, FORBIDDEN, FORBIDDEN, HIDDEN, SIGN_IN, SIGN_IN),
    "with more": (HIDDEN, HIDDEN, HIDDEN, HIDDEN, HIDDEN, SIGN_IN, SIGN_IN),
    "whose it is": (IN, HIDDEN, HIDDEN, HIDDEN, HIDDEN, SIGN_IN, SIGN_IN),
    "who made it": (IN, REFUSED, REFUSED, REFUSED, HIDDEN, SIGN_IN, SIGN_IN),
    "share link": (FORBIDDEN, FORBIDDEN, FORBIDDEN, FORBIDDEN, FORBIDDEN, FORBIDDEN, IN),
    "share link, files": (HIDDEN, HIDDEN, HIDDEN, HIDDEN, HIDDEN, HIDDEN, IN),
    "nobody": (HIDDEN, HIDDEN, HIDDEN, HIDDEN, HIDDEN, HIDDEN, HIDDEN),
}
"""What becomes of each of PEOPLE, by the words below. `of any team`: a stranger does it with what is their own. `with
more`: an address that answers to who is let in, but only where it is asked for something that is there."""

ADDRESSES: Mapping[tuple[str, str], str] = {
    ("everybody", "GET"): """
        link account_login account_logout account_inactive account_signup account_reset_password lent shared
        reach
    """,
    ("everybody", "POST"): "link account_login account_logout account_signup shared",
    ("signed in", "GET"): """
        mfa_remove_webauthn mfa_edit_webauthn
        settings team projects account_reauthenticate account_email account_change_password account_set_password
        usersessions_list mfa_index mfa_authenticate mfa_reauthenticate mfa_activate_totp
        mfa_generate_recovery_codes mfa_list_webauthn mfa_add_webauthn mfa_reauthenticate_webauthn
        mfa_login_webauthn home create presets prompts prompts-earlier create-stage commands shortcuts
        shortcuts-change models library library-facet library-choices library-dates
        library-places library-lists compare review share-links elements queue history history-csv activity
        activity-csv ledger ledger-csv bake-offs insights
    """,
    ("signed in", "POST"): """
        mfa_remove_webauthn mfa_edit_webauthn
        settings_name settings_asking settings_telling settings_email account_reauthenticate
        account_change_password account_set_password usersessions_list mfa_authenticate mfa_reauthenticate
        mfa_activate_totp mfa_generate_recovery_codes mfa_add_webauthn mfa_reauthenticate_webauthn
        mfa_login_webauthn create-restoring preset-new prompt-new prompt-dialogue shortcuts-change view-new
        library-zip uploads upload-address first-steps theme library-look library-pane
    """,
    ("team", "GET"): """
        team-leaving
        library-newer asset asset-captions asset-vtt asset-continue asset-ending asset-lineage asset-trim chain
        asset-faces asset-download asset-loop asset-pane asset-uses asset-recipe asset-still asset-waveform
        review-progress share-new review-list review-out element media job job-stream bake-off
    """,
    ("team", "POST"): """
        team-leaving
        current_project asset-frames asset-marks asset-crops asset-object share-chosen
    """,
    ("speakers", "POST"): """
        library-to-list asset-check notes verdict note-act review-new share-new share-act review-act
        bake-off-vote
    """,
    ("who changes files", "POST"): "library-act",
    ("makers", "GET"): "element-change",
    ("makers", "POST"): """
        asset-captions captions-deletion asset-continue asset-trim shelf-refresh handle-deletion element-change
        element-bin job-cancellation job-takes-cancellation job-hold job-release job-first job-earlier job-later
        job-order job-check job-fetch job-again job-loss job-finding project-change
    """,
    ("makers of any team", "GET"): "library-import rates element-new providers budgets",
    ("makers of any team", "POST"): "library-import element-new projects",
    ("managers", "POST"): """
        team-role preset-change preset-deletion preset-restoration prompt-change prompt-deletion
        prompt-restoration job-priority job-approval job-refusal key-change key-test key-limits key-revocation
        budget-change budget-removal
    """,
    ("managers of any team", "GET"): "storage reachability welcome",
    (
        "managers of any team",
        "POST",
    ): "team-invitation keys-test key-add reachability welcome-done budget-add",
    ("managers, with more", "GET"): "rehearsal",
    ("managers, with more", "POST"): "rate-change team-link welcome rehearsal",
    ("makers, with more", "GET"): "shelf-presets",
    ("makers, with more", "POST"): "create-quote",
    ("with more", "GET"): """
        mfa_deactivate_totp mfa_view_recovery_codes mfa_download_recovery_codes
        create-drops create-sources create-source sample bake-off-new bake-off-csv
        bake-off-media insights-csv
    """,
    ("with more", "POST"): """
        mfa_deactivate_totp mfa_download_recovery_codes create-draft
        create-models prompt-filling create-chain create-shots create-shots-csv chain-join note-material
        element-restoration element-making jobs ledger-bill bake-off-new
    """,
    ("whose it is", "POST"): "view-deletion library-undo",
    ("who made it", "POST"): "bake-off-reveal",
    ("share link", "POST"): "shared-notes shared-verdict shared-answer",
    ("share link, files", "GET"): "shared-captions shared-media",
    ("nobody", "GET"): "shared-download",
    ("nobody", "POST"): "hook",
}
"""Names of addresses, by who may and the method. A method that stands in no row of an address is not allowed there."""

MESSAGES: Mapping[str, tuple[str, ...]] = {
    "job": ("owner", "artist", "reviewer", "guest"),
    "asset": ("owner", "artist", "reviewer", "guest"),
    "note": ("owner", "artist", "reviewer", "guest", "visitor"),
    "note, internal": ("owner", "artist", "reviewer"),
    "note, in a private project": ("owner",),
    "mention": ("artist",),
    "version": ("owner", "artist", "reviewer", "guest"),
    "bake-off": ("owner", "artist", "reviewer", "guest"),
    "bake-off-votes": ("owner", "artist", "reviewer", "guest"),
    "verdict": ("owner", "artist", "reviewer", "guest"),
    "verdict, by a guest of the link": ("owner", "artist", "reviewer", "guest", "visitor"),
    "membership": (),
    "session": (),
    "share": (),
}
"""Who hears of what, by the kind that is announced; what is internal, private or a guest's is apart. A mention
is for who is named. The last three say nothing to a page: each socket looks whether it may still be open."""

SOCKETS: Mapping[str, tuple[str, ...]] = {
    "live/": ("owner", "artist", "reviewer", "guest", "stranger"),
    "live/shared/<uuid:pk>/": ("visitor",),
    "": (),
}
"""Whose sockets stay open at which address; everybody else's are closed at once. Nobody may say anything there."""

TRAVELS = ("Html", "Counts", "Membership", "SignedOut", "ShareChanged")
"""All that the broadcaster sends to sockets."""

MEDIA: Mapping[str, tuple[str, ...]] = {
    "media": ("owner", "artist", "reviewer", "guest"),
    "media, in a private project": ("owner",),
    "shared-media": ("visitor",),
    "shared-media, of another file": (),
}
"""Who gets the bytes of every variant of every kind of file; but a link shows its own file alone, and no sprite."""
