"""A site of Django whose users and groups are served by django-scim2."""

import os

import django
from django.conf import settings

settings.configure(
    DEBUG=False,
    SECRET_KEY="only for this test",
    ALLOWED_HOSTS=["127.0.0.1"],
    ROOT_URLCONF=__name__,
    DEFAULT_AUTO_FIELD="django.db.models.AutoField",
    DATABASES={"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": os.environ["SCIM_DATABASE"]}},
    INSTALLED_APPS=["django.contrib.auth", "django.contrib.contenttypes", "django_scim", "scim_site"],
    AUTH_USER_MODEL="scim_site.User",
    MIDDLEWARE=[f"{__name__}.basic", "django_scim.middleware.SCIMAuthCheckMiddleware"],
    SCIM_SERVICE_PROVIDER={"NETLOC": "127.0.0.1", "SCHEME": "http", "GROUP_MODEL": "scim_site.models.Group", "AUTHENTICATION_SCHEMES": [{"type": "httpbasic", "name": "HTTP Basic", "description": "", "specUri": "", "documentationUri": ""}]},
)


def basic(get_response):
    """Whoever shows the password is the user of Okta."""
    import base64

    expected = "Basic " + base64.b64encode(b"okta:referee-token").decode()

    def respond(request):
        from django.contrib.auth import get_user_model
        from django.contrib.auth.models import AnonymousUser

        shown = request.headers.get("authorization") == expected
        request.user = get_user_model()(username="okta") if shown else AnonymousUser()
        return get_response(request)

    return respond


django.setup()

from django.core.management import call_command  # noqa: E402
from django.urls import include, path  # noqa: E402

urlpatterns = [path("scim/v2/", include("django_scim.urls", namespace="scim"))]

if __name__ == "__main__":
    import sys

    sys.modules["scim_django"] = sys.modules["__main__"]
    settings.ROOT_URLCONF = "scim_django"
    settings.MIDDLEWARE[0] = "scim_django.basic"
    call_command("migrate", run_syncdb=True, verbosity=0)
    call_command("runserver", f"127.0.0.1:{os.environ['SCIM_PORT']}", use_reloader=False, verbosity=0)
