"""What can be wrong with rules and with what an enterprise says of itself."""

from kejian.errors import KejianError


class RuleError(KejianError):
    """A rule file that is not what it should be, with file, line and path of the mistake."""


class ProfileError(KejianError):
    """A profile that cannot be read or contradicts itself, with the field.

    ``fields`` are those concerned, ``fault`` what is wrong with them: ``unreadable``, ``above`` (the first is
    above the second that it is part of), ``later`` (the first is after the second), ``share`` (above the
    whole, as 8 for 8%), ``ratio`` (the first is not the second by the third), ``late``.
    """

    def __init__(
        self,
        message: str,
        *,
        where: str | None = None,
        hint: str | None = None,
        fields: tuple[str, ...] = (),
        fault: str = "",
    ) -> None:
        self.fields, self.fault = fields, fault
        super().__init__(message, where=where, hint=hint)
