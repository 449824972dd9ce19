"""A local org that behaves as an Okta org does, for tests."""

from ._org import App, Clock, Faults, Mail, Org, OrgError, StartError, start_org
from ._version import VERSION as __version__

__all__ = ["App", "Clock", "Faults", "Mail", "Org", "OrgError", "StartError", "__version__", "start_org"]
