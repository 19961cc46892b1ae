"""Runware's errors as data. Runware says that its codes are not standardised, and publishes no full list: the codes are
those that its SDK tells apart, by their exact names or their beginnings. Lines are those of the facts about its API.
"""

from studio.providers.answers import ErrorTable, Row
from studio.providers.base import Billed
from studio.providers.errors import BadInput, BadKey, Moderated, NoCredit, RateLimited, Refused, Unreachable

SILENT = Billed(reason="Runware does not say whether a task that fails is billed.")
CODES = "runware-sdk: errors.py; facts, line {}"
HTTP = "runware.ai/docs/platform/errors; facts, line 35"

KNOWN_ALREADY = "conflictTaskUUID"
"""The id was used before: the task is there. Runware's older SDK takes it as "accepted" (facts, line 95)."""

NOT_THERE = ("taskNotFound", "taskFailedOrNotFound", "taskCancelled")
"""What is said of an id that is not known; the second is also said of a task that failed (facts, lines 43, 93)."""

ERRORS = ErrorTable(
    "runware",
    "Runware",
    (
        Row(
            codes=(
                *("invalidApiKey", "missingApiKey", "unauthorized", "forbidden", "permissionDenied"),
                *("insufficientPermissions", "authenticationFailed", "authFailed", "token*", "errorId:19"),
                *("accountSuspended", "accountDisabled", "organizationSuspended", "organizationDisabled"),
                *("workspaceSuspended", "workspaceDisabled"),
            ),
            kind=BadKey,
            words="Runware does not accept the key, or the key may not do this. Check it under Settings, Providers.",
            source=CODES.format(38),
        ),
        Row(
            codes=("insufficientCredits", "quotaExceeded", "paymentRequired", "environmentPaused")
            + ("*Credits*", "*Quota*", "*Balance*"),
            kind=NoCredit,
            words="The Runware account has not enough credit. Top it up at my.runware.ai, then send it again.",
            source=CODES.format(39),
        ),
        Row(
            codes=("rateLimitExceeded",),
            kind=RateLimited,
            words="Runware asks to send more slowly.",
            source=CODES.format(40),
        ),
        Row(
            codes=(
                *("contentPolicyViolation", "providerContentPolicyViolation", "sensitiveContentDetected"),
                *("unsafeContentDetected", "nsfwContentDetected", "promptBlocked", "imageBlocked", "moderationFailed"),
                "invalidProviderContent",
            ),
            kind=Moderated,
            words="The content policy stopped it. Change the words or the pictures.",
            source=CODES.format(41),
            billed=SILENT,
            ends=True,
        ),
        Row(
            codes=("timeout", "timeoutProvider", "requestTimeout"),
            kind=Unreachable,
            words="The model did not answer Runware in time.",
            source=CODES.format(42),
            billed=SILENT,
            ends=True,
        ),
        Row(
            codes=("modelNotFound",),
            kind=Refused,
            words="Runware does not have this model any more. Choose another model or provider.",
            source=CODES.format(43),
            billed=SILENT,
        ),
        Row(
            codes=NOT_THERE,
            kind=Unreachable,
            words="Runware does not know this task, or not any more.",
            source=CODES.format("43, 93"),
            billed=SILENT,
        ),
        Row(
            codes=("internalServerError", "serviceUnavailable", "serverUnavailable", "standardError", "unknownError"),
            kind=Unreachable,
            words="Runware has trouble.",
            source=CODES.format(44),
            billed=SILENT,
        ),
        Row(
            codes=(
                *("inferenceError", "processingFailed", "taskFailed", "downloadFailed", "uploadFailed"),
                *("noAvailableServer", "modelUnavailable", "modelDisabled", "modelNotReady"),
                *("mediaStorageFileCouldNotBeMoved", "provider*"),
            ),
            kind=Unreachable,
            words="The model failed at Runware.",
            source=CODES.format(45),
            billed=SILENT,
            ends=True,
        ),
        Row(
            codes=(
                *("invalid*", "missing*", "conflict*", "duplicate*", "unsupported*", "value*", "array*", "max*"),
                *("unknownParameter", "incompatibleParameters", "mismatchProviderSettingsProvider"),
                *("unknownProviderSettingsProvider", "transparentModelMismatch", "modelOwnershipValidationError"),
                "modelAlreadyExists",
            ),
            kind=BadInput,
            words="Runware does not accept a value.",
            source=CODES.format(46),
            billed=SILENT,
        ),
        Row(codes=("400",), kind=BadInput, words="Runware does not accept the request.", source=HTTP),
        Row(codes=("401",), kind=BadKey, words="Runware does not accept the key.", source=HTTP),
        Row(codes=("402",), kind=NoCredit, words="The Runware account has not enough credit.", source=HTTP),
        Row(codes=("403",), kind=BadKey, words="The key may not do this at Runware.", source=HTTP),
        Row(codes=("404",), kind=Refused, words="Runware does not have what was asked for.", source=HTTP),
        Row(codes=("429",), kind=RateLimited, words="Runware asks to send more slowly.", source=HTTP),
        Row(codes=("500", "502", "503", "504"), kind=Unreachable, words="Runware has trouble.", source=HTTP),
    ),
)
