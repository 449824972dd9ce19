"""The org provisions to django-scim2 and to scimmy-routers."""

import base64
import os
import sys
import tempfile

import scim_story as story

HERE = os.path.dirname(os.path.abspath(__file__))
FOLDER = tempfile.TemporaryDirectory()


def django():
    """django-scim2 does not know the path with which Okta removes a member, and its PUT leaves members as they are."""
    port = story.free_port()
    environment = {"SCIM_PORT": str(port), "SCIM_DATABASE": os.path.join(FOLDER.name, "django.sqlite")}
    basic = "Basic " + base64.b64encode(b"okta:referee-token").decode()
    server = story.Server([sys.executable, os.path.join(HERE, "scim_django.py")], f"http://127.0.0.1:{port}/scim/v2", basic, environment)
    connection = {"authentication": "basic", "username": "okta", "password": "referee-token"}
    try:
        for patch in (False, True):
            story.tell("django-scim2", server, connection, patch, removes=not patch, keeps_members=patch)
    finally:
        server.stop()


def scimmy():
    port = story.free_port()
    program = os.path.join(HERE, "..", "scim-more", "server.mjs")
    server = story.Server(["node", program, str(port)], f"http://127.0.0.1:{port}/scim/v2", "Bearer referee-token")
    try:
        for patch in (False, True):
            story.tell("scimmy-routers", server, {"token": "referee-token"}, patch)
    finally:
        server.stop()


django()
scimmy()
sys.exit(story.ended())
