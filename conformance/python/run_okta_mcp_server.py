"""Okta's own MCP server, driven over stdio by the client of the protocol: what an assistant asks it about the org, and what
it then does. It signs in as a service app, with a key.
"""

import asyncio
import json
import os
import sys
import tempfile

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from jwt.algorithms import RSAAlgorithm
from mcp import ClientSession, StdioServerParameters, types
from mcp.client.stdio import stdio_client

from programs import ORG, check, finish, one, whole

NAME = "okta-mcp-server"
SCOPES = ["okta.users.manage", "okta.users.read", "okta.groups.manage", "okta.groups.read", "okta.apps.read", "okta.logs.read"]


def service_app():
    """A service app with a key of its own and the scopes granted."""
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    public = {**json.loads(RSAAlgorithm.to_jwk(key.public_key())), "kid": "mcp", "use": "sig", "alg": "RS256"}
    public.pop("key_ops", None)
    client = {
        "application_type": "service",
        "grant_types": ["client_credentials"],
        "response_types": ["token"],
        "jwks": {"keys": [public]},
    }
    made = one(
        "POST",
        "/api/v1/apps",
        {
            "name": "oidc_client",
            "label": NAME,
            "signOnMode": "OPENID_CONNECT",
            "credentials": {"oauthClient": {"token_endpoint_auth_method": "private_key_jwt"}},
            "settings": {"oauthClient": client},
        },
    )
    for scope in SCOPES:
        one("POST", f"/api/v1/apps/{made['id']}/grants", {"scopeId": scope, "issuer": ORG})
    one("POST", f"/oauth2/v1/clients/{made['id']}/roles", {"type": "SUPER_ADMIN"})
    text = key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()).decode()
    return made["id"], text


async def tell(session):
    async def tool(name, **arguments):
        answer = await session.call_tool(name, arguments)
        return json.loads("".join(part.text for part in answer.content if part.type == "text"))

    def items(answer):
        return answer["items"]

    def ids(answer):
        # It tells of a user with a profile and an id.
        return sorted(item[-1] if isinstance(item, list) else item["id"] for item in items(answer))

    tools = [each.name for each in (await session.list_tools()).tools]
    check(NAME, "it has tools", {"list_users", "list_groups", "get_logs", "create_group", "add_user_to_group"} <= set(tools))
    users = whole("/api/v1/users?limit=200")
    groups = whole("/api/v1/groups?limit=200")
    check(NAME, f"all {len(users)} users", ids(await tool("list_users", fetch_all=True)), sorted(user["id"] for user in users))
    check(NAME, f"all {len(groups)} groups", ids(await tool("list_groups", fetch_all=True)), sorted(group["id"] for group in groups))
    ann = users[7]
    found = await tool("list_users", search=f'profile.login eq "{ann["profile"]["login"]}"')
    check(NAME, "a user is found by login", ids(found), [ann["id"]])
    await tool("create_group", profile={"name": "Made by an assistant"})
    held = [group for group in whole("/api/v1/groups?q=Made%20by") if group["profile"]["name"] == "Made by an assistant"]
    check(NAME, "a group is made", len(held), 1)
    if held:
        await tool("add_user_to_group", group_id=held[0]["id"], user_id=ann["id"])
        members = [user["id"] for user in whole(f"/api/v1/groups/{held[0]['id']}/users")]
        check(NAME, "and a user is put into it", members, [ann["id"]])
        listed = await tool("list_group_users", group_id=held[0]["id"])
        check(NAME, "who is listed as its member", ids(listed), [ann["id"]])
    events = await tool("get_logs", filter='eventType eq "group.user_membership.add"', fetch_all=True)
    seen = [target.get("id") for event in items(events) for target in event.get("target") or []]
    check(NAME, "the log tells of it", ann["id"] in seen)


async def main():
    client, key = service_app()
    with tempfile.TemporaryDirectory() as folder:
        environment = {
            **{name: value for name, value in os.environ.items() if not name.startswith(("OKTA", "XDG"))},
            "OKTA_ORG_URL": ORG,
            "OKTA_CLIENT_ID": client,
            "OKTA_PRIVATE_KEY": key,
            "OKTA_KEY_ID": "mcp",
            "OKTA_SCOPES": " ".join(SCOPES),
            # Its token would go to the keyring of this machine.
            "PYTHON_KEYRING_BACKEND": "keyrings.alt.file.PlaintextKeyring",
            "XDG_DATA_HOME": folder,
            "HOME": folder,
        }
        command = os.path.join(os.path.dirname(sys.executable), "okta-mcp-server")
        server = StdioServerParameters(command=command, args=[], env=environment, cwd=folder)
        with open(os.path.join(folder, "complaints"), "w+") as complaints:
            async with stdio_client(server, errlog=complaints) as (read, write):

                async def agree(context, params):
                    return types.ElicitResult(action="accept", content={"confirm": True})

                async with ClientSession(read, write, elicitation_callback=agree) as session:
                    await session.initialize()
                    await tell(session)


asyncio.run(main())
finish()
