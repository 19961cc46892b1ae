"""What an error page tells when somebody debugs: the way to the error, and no value that anybody gave or kept."""

from types import FrameType

from django.http import HttpRequest
from django.views.debug import SafeExceptionReporterFilter


class WithoutValues(SafeExceptionReporterFilter):
    """Django hides what is marked as sensitive, and while debugging not even that. Here a provider's key may be in any
    variable of any frame, so none is shown: their names are."""

    def get_traceback_frame_variables(self, request: HttpRequest | None, tb_frame: FrameType) -> list[tuple[str, str]]:
        return [(name, self.cleansed_substitute) for name in tb_frame.f_locals]

    def get_post_parameters(self, request: HttpRequest | None) -> dict[str, str]:
        return dict.fromkeys(request.POST, self.cleansed_substitute) if request else {}
