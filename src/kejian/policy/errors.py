"""What can be wrong with rules and with what an enterprise says of itself."""

from kejian.errors import KejianError


class RuleError(KejianError):
    """A rule file that is not what it should be, with file, line and path of the mistake."""


class ProfileError(KejianError):
    """A profile that cannot be read or contradicts itself, with the field."""
