"""The org provisions to scim2-server."""

import os
import sys

import scim_story as story

port = story.free_port()
server = story.Server(
    [os.path.join(os.path.dirname(sys.executable), "scim2-server"), "--port", str(port), "--bearer-token", "referee-token"],
    f"http://127.0.0.1:{port}",
    "Bearer referee-token",
)
try:
    for patch in (False, True):
        story.tell("scim2-server", server, {"token": "referee-token"}, patch)
finally:
    server.stop()
sys.exit(story.ended())
