"""The stories that both of Okta's SDKs for Python tell. `org` is one of them, see `current.py` and `old.py`."""

import json
import queue
import threading
from datetime import datetime, timedelta, timezone
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from jwcrypto.jwk import JWK

from story import LIVE, ORG, PREFIX, http

PASSWORD = {"password": {"value": "Abcd1234#x"}}


def login(name):
    return f"{PREFIX}-{name}@example.com"


def profile(name, **more):
    return {"firstName": name, "lastName": "Conformance", "email": login(name), "login": login(name), **more}


def not_found(id, type):
    return {"status": 404, "code": "E0000007", "summary": f"Not found: Resource not found: {id} ({type})"}


async def new_user(t, org, name, *, more=None, activate=False, **body):
    user = await org.create_user({"profile": profile(name, **(more or {})), **body}, activate=activate)
    t.at_last("DELETE", f"/api/v1/users/{user['id']}")
    t.at_last("DELETE", f"/api/v1/users/{user['id']}")
    return user


async def new_group(t, org, name, **more):
    group = await org.create_group({"profile": {"name": f"{PREFIX} {name}", **more}})
    t.at_last("DELETE", f"/api/v1/groups/{group['id']}")
    return group


async def new_app(t, org, app):
    made = await org.create_app(app)
    t.at_last("DELETE", f"/api/v1/apps/{made['id']}")
    t.at_last("POST", f"/api/v1/apps/{made['id']}/lifecycle/deactivate")
    return made


def bookmark(name):
    settings = {"app": {"requestIntegration": False, "url": "https://example.com/bookmark.htm"}}
    return {"name": "bookmark", "label": f"{PREFIX} {name}", "signOnMode": "BOOKMARK", "settings": settings}


def names(found):
    return [group["profile"]["name"] for group in found]


def ids(found):
    return sorted(item["id"] for item in found)


async def one_user(t, org):
    user = await new_user(t, org, "ann", more={"nickName": "Annie", "department": "R&D \"1\""})
    id, path = user["id"], f"/api/v1/users/{user['id']}"
    t.equal("created without activation", user["status"], "STAGED")
    t.holds("what create answers is what is stored", user, path)
    t.holds("read by id", await org.get_user(id), path)
    t.equal("read by login", (await org.get_user(login("ann")))["id"], id)
    updated = await org.update_user(id, {"profile": {"firstName": "Anna", "title": "Captain"}})
    found = [updated["profile"].get(name) for name in ("firstName", "title", "nickName")]
    t.equal("a partial update changes what it names and keeps the rest", found, ["Anna", "Captain", "Annie"])
    replaced = await org.replace_user(id, {"profile": profile("ann", title="Major")})
    found = [replaced["profile"].get(name) for name in ("firstName", "title", "nickName")]
    t.equal("a replacement drops what it leaves out", found, ["ann", "Major", None])
    t.holds("the replacement is stored", replaced, path)
    await t.refused("the same login twice", org.create_user({"profile": profile("ann")}, activate=False),
                    status=400, code="E0000001", summary="Api validation failed: login",
                    causes=["login: An object with this field already exists in the current organization"])
    await t.refused("a user that is not there", org.get_user("nobody@example.com"), **not_found("nobody@example.com", "User"))
    await org.delete_user(id)
    t.equal("the first delete deactivates", (await org.get_user(id))["status"], "DEPROVISIONED")
    await org.delete_user(id)
    await t.refused("the second delete removes", org.get_user(id), **not_found(id, "User"))


async def creation(t, org):
    t.equal("no password, activated", (await new_user(t, org, "c1", activate=True))["status"], "PROVISIONED")
    t.equal("password, not activated", (await new_user(t, org, "c2", credentials=PASSWORD))["status"], "STAGED")
    active = await new_user(t, org, "c3", credentials=PASSWORD, activate=True)
    t.equal("password, activated", active["status"], "ACTIVE")
    t.equal("the password is not told", (active["credentials"].get("password") or {}).get("value"), None)
    weak = {"password": {"value": "short"}}
    await t.refused("a password that is too weak", new_user(t, org, "c4", credentials=weak), status=400, code="E0000001", summary="Api validation failed: password")
    await t.refused("an attribute that is not in the schema", new_user(t, org, "c5", more={"notValid": "x"}),
                    status=400, code="E0000001", causes=["Property name 'notValid' is not defined in profile"])
    await t.refused("a group that is not there", new_user(t, org, "c6", groupIds=["00gaaaaaaaaaaaaaaa10"]), **not_found("00gaaaaaaaaaaaaaaa10", "UserGroup"))


async def lifecycle(t, org):
    id = (await new_user(t, org, "life", credentials=PASSWORD))["id"]

    async def status():
        return (await org.get_user(id))["status"]

    await t.refused("a staged user cannot be suspended", org.suspend_user(id), status=400, code="E0000001", causes=["Cannot suspend a user that is not active"])
    await org.activate_user(id)
    t.equal("activated", await status(), "ACTIVE")
    await t.refused("activated twice", org.activate_user(id), status=403, code="E0000016")
    await org.suspend_user(id)
    t.equal("suspended", await status(), "SUSPENDED")
    await org.unsuspend_user(id)
    t.equal("unsuspended", await status(), "ACTIVE")
    await t.refused("not suspended", org.unsuspend_user(id), status=400, code="E0000001", causes=["Cannot unsuspend a user that is not suspended"])
    await t.refused("not locked", org.unlock_user(id), status=403, code="E0000032")
    t.equal("expired", (await org.expire_password(id))["status"], "PASSWORD_EXPIRED")
    await org.change_password(id, "Abcd1234#x", "Zyxw9876#a")
    t.equal("active with a new password", await status(), "ACTIVE")
    await t.refused("the wrong old password", org.change_password(id, "Wrong1234#", "Qwer5678#b"), status=403, code="E0000014", causes=["Old Password is not correct"])
    t.equal("a link to reset the password", "/reset_password/" in await org.reset_password_url(id), True)
    t.equal("in recovery", await status(), "RECOVERY")
    await org.deactivate_user(id)
    t.equal("deactivated", await status(), "DEPROVISIONED")


async def user_lists(t, org):
    made = [(await new_user(t, org, f"list{n}", more={"department": f"{PREFIX}-dept", "title": f"T{5 - n}"}))["id"] for n in range(5)]
    search = f'profile.department eq "{PREFIX}-dept"'

    async def search_all():
        return ids(await org.list_users(search=search, limit=2))

    await t.becomes("search over pages of two", search_all, sorted(made))
    found = await org.list_users(search=search, sortBy="profile.title", sortOrder="desc", limit=2)
    t.equal("sorted downwards", [user["profile"]["title"] for user in found], ["T5", "T4", "T3", "T2", "T1"])
    t.equal("filter by login", ids(await org.list_users(filter=f'profile.login eq "{login("list3")}"')), [made[3]])
    t.equal("q finds by the start of a name", ids(await org.list_users(q=login("list4"))), [made[4]])
    await t.refused("search and filter at once", org.list_users(search=search, filter='status eq "ACTIVE"'), status=400, code="E0000033")
    await t.refused("a search that cannot be read", org.list_users(search="profile.login eqq 1"), status=400, code="E0000031")
    t.equal("nothing found", await org.list_users(search=f'profile.department eq "{PREFIX}-none"'), [])


async def groups(t, org):
    group = await new_group(t, org, "one", description="the first")
    id, path = group["id"], f"/api/v1/groups/{group['id']}"
    t.holds("what create answers is what is stored", group, path)
    t.holds("read", await org.get_group(id), path)
    replaced = await org.replace_group(id, {"profile": {"name": f"{PREFIX} renamed"}})
    t.equal("replaced", [replaced["profile"]["name"], replaced["profile"].get("description")], [f"{PREFIX} renamed", None])
    await t.refused("the same name twice", new_group(t, org, "renamed"), status=400, code="E0000001", causes=["name: An object with this field already exists in the current organization"])
    made = [(await new_user(t, org, f"member{n}"))["id"] for n in range(5)]
    for user in made:
        await org.add_member(id, user)
    t.equal("members over pages of two", ids(await org.list_members(id, limit=2)), sorted(made))
    t.equal("the groups of a member", sorted(names(await org.list_user_groups(made[0]))), ["Everyone", f"{PREFIX} renamed"])
    await org.remove_member(id, made[0])
    t.equal("removed", ids(await org.list_members(id)), sorted(made[1:]))
    await t.refused("a user that is not there", org.add_member(id, "00uaaaaaaaaaaaaaaaaa"), **not_found("00uaaaaaaaaaaaaaaaaa", "User"))
    for n in range(3):
        await new_group(t, org, f"list{n}")

    async def search_all():
        return sorted(names(await org.list_groups(search=f'profile.name sw "{PREFIX} list"', limit=2)))

    await t.becomes("search over pages of two", search_all, [f"{PREFIX} list{n}" for n in range(3)])
    t.equal("q finds by the start of the name", names(await org.list_groups(q=f"{PREFIX} list1")), [f"{PREFIX} list1"])
    await org.delete_group(id)
    await t.refused("deleted", org.get_group(id), **not_found(id, "UserGroup"))


async def group_rules(t, org):
    group = await new_group(t, org, "ruled")
    user = await new_user(t, org, "ruled", more={"department": f"{PREFIX}-eng"}, credentials=PASSWORD, activate=True)
    expression = {"type": "urn:okta:expression:1.0", "value": f'user.department == "{PREFIX}-eng"'}
    body = {"type": "group_rule", "name": f"{PREFIX} rule", "conditions": {"expression": expression},
            "actions": {"assignUserToGroups": {"groupIds": [group["id"]]}}}
    rule = await org.create_rule(body)
    t.at_last("DELETE", f"/api/v1/groups/rules/{rule['id']}")
    t.at_last("POST", f"/api/v1/groups/rules/{rule['id']}/lifecycle/deactivate")
    t.holds("what create answers is what is stored", rule, f"/api/v1/groups/rules/{rule['id']}")

    async def members():
        return ids(await org.list_members(group["id"]))

    t.equal("nobody while it is inactive", await members(), [])
    await org.activate_rule(rule["id"])
    await t.becomes("who fits is a member", members, [user["id"]])
    await org.deactivate_rule(rule["id"])
    await t.becomes("nobody once it is inactive again", members, [])
    t.equal("listed", ids(await org.list_rules(search=f"{PREFIX} rule")), [rule["id"]])


async def apps(t, org):
    app = await new_app(t, org, bookmark("one"))
    id, path = app["id"], f"/api/v1/apps/{app['id']}"
    t.equal("created", [app["status"], app["label"], app["settings"]["app"]["url"]], ["ACTIVE", f"{PREFIX} one", "https://example.com/bookmark.htm"])
    t.holds("what create answers is what is stored", app, path)
    t.holds("read", await org.get_app(id), path)
    replaced = await org.replace_app(id, bookmark("renamed"))
    t.equal("replaced", replaced["label"], f"{PREFIX} renamed")
    await t.refused("an active app is not deleted", org.delete_app(id), status=403, code="E0000056")
    for n in range(3):
        await new_app(t, org, bookmark(f"list{n}"))
    found = [app["label"] for app in await org.list_apps(limit=2) if app["label"].startswith(f"{PREFIX} list")]
    t.equal("listed over pages of two", sorted(found), [f"{PREFIX} list{n}" for n in range(3)])
    user = await new_user(t, org, "direct", credentials=PASSWORD, activate=True)
    assigned = await org.assign_user(id, {"id": user["id"], "scope": "USER", "credentials": {"userName": "direct"}})
    t.equal("assigned", [assigned["id"], assigned["scope"], assigned["credentials"]["userName"]], [user["id"], "USER", "direct"])
    group = await new_group(t, org, "assigned")
    inside = await new_user(t, org, "in-group", credentials=PASSWORD, activate=True, groupIds=[group["id"]])
    t.equal("a group assigned", (await org.assign_group(id, group["id"], {"priority": 0}))["id"], group["id"])

    async def scopes():
        return sorted([user["id"], user["scope"]] for user in await org.list_app_users(id, limit=1))

    await t.becomes("users over pages of one", scopes, sorted([[user["id"], "USER"], [inside["id"], "GROUP"]]))
    await org.unassign_group(id, group["id"])
    await t.becomes("members lose it with their group", scopes, [[user["id"], "USER"]])
    await org.unassign_user(id, user["id"])
    await t.refused("unassigned", org.get_app_user(id, user["id"]), **not_found(user["id"], "AppUser"))
    await org.deactivate_app(id)
    t.equal("deactivated", (await org.get_app(id))["status"], "INACTIVE")
    await org.delete_app(id)
    await t.refused("deleted", org.get_app(id), **not_found(id, "AppInstance"))


async def sessions(t, org):
    user = await new_user(t, org, "session", credentials=PASSWORD, activate=True)
    _, answer = http("POST", "/api/v1/authn", {"username": login("session"), "password": "Abcd1234#x"})
    _, made = http("POST", "/api/v1/sessions", {"sessionToken": answer["sessionToken"]})
    session = await org.get_session(made["id"])
    t.equal("read", [session["userId"], session["status"]], [user["id"], "ACTIVE"])
    t.equal("refreshed", (await org.refresh_session(made["id"]))["userId"], user["id"])
    await org.end_session(made["id"])
    await t.refused("ended", org.get_session(made["id"]), **not_found(made["id"], "AppSession"))


async def logs(t, org):
    start = datetime.now(timezone.utc)
    user = await new_user(t, org, "logged", credentials=PASSWORD, activate=True)
    await org.suspend_user(user["id"])
    await org.unsuspend_user(user["id"])
    wanted = ["user.lifecycle.create", "user.lifecycle.activate", "user.lifecycle.suspend", "user.lifecycle.unsuspend"]
    since, until = start - timedelta(minutes=1), start + timedelta(minutes=10)

    async def seen():
        found = await org.list_logs(since, until, f'target.id eq "{user["id"]}"', limit=1)
        return [event["eventType"] for event in found if event["eventType"] in wanted]

    await t.becomes("what was done, in order, over pages of one", seen, wanted)
    await t.refused("a filter that cannot be read", org.list_logs(since, until, "eventType eqq 1"), status=400, code="E0000053")


async def schemas(t, org):
    attribute = f"{PREFIX.replace('-', '_').replace('.', '_')}_level"

    def definition(property):
        return {"definitions": {"custom": {"id": "#custom", "type": "object", "properties": {attribute: property}, "required": []}}}

    t.at_last("POST", "/api/v1/meta/schemas/user/default", definition(None))
    schema = await org.update_user_schema("default", definition({"title": "Level", "type": "string", "minLength": 3, "maxLength": 6}))
    t.equal("defined", attribute in schema["definitions"]["custom"]["properties"], True)
    user = await new_user(t, org, "schema", more={attribute: "high"})
    t.equal("kept", user["profile"].get(attribute), "high")
    await t.refused("too long", org.update_user(user["id"], {"profile": {attribute: "further"}}), status=400, code="E0000001")
    type = await org.create_user_type({"name": f"{attribute}_type", "displayName": "Contractor"})
    t.at_last("DELETE", f"/api/v1/meta/types/user/{type['id']}")
    t.equal("a type of user", [type["name"], type["displayName"]], [f"{attribute}_type", "Contractor"])
    t.equal("types are listed", type["id"] in ids(await org.list_user_types()), True)


def service_app(t, name, **oauth_client):
    """A service app with a key of its own and the right to read users; the app's id and its key."""
    key = JWK.generate(kty="RSA", size=2048, kid=f"{PREFIX}-{name}", use="sig", alg="RS256")
    _, app = http("POST", "/api/v1/apps", {
        "name": "oidc_client", "label": f"{PREFIX} {name}", "signOnMode": "OPENID_CONNECT",
        "credentials": {"oauthClient": {"token_endpoint_auth_method": "private_key_jwt"}},
        "settings": {"oauthClient": {
            "application_type": "service", "grant_types": ["client_credentials"], "response_types": ["token"],
            "jwks": {"keys": [key.export_public(as_dict=True)]}, **oauth_client}},
    })
    t.at_last("DELETE", f"/api/v1/apps/{app['id']}")
    t.at_last("POST", f"/api/v1/apps/{app['id']}/lifecycle/deactivate")
    http("POST", f"/api/v1/apps/{app['id']}/grants", {"issuer": ORG, "scopeId": "okta.users.read"})
    if LIVE:
        http("POST", f"/oauth2/v1/clients/{app['id']}/roles", {"type": "READ_ONLY_ADMIN"})
    return app["id"], json.loads(key.export_private())


async def private_key_jwt(t, org):
    id, key = service_app(t, "service")
    service = org.as_service(id, key, ["okta.users.read"])
    t.equal("users are listed", len(await service.list_users(limit=1)) > 0, True)
    await t.refused("a scope that the token lacks", service.create_group({"profile": {"name": f"{PREFIX} never"}}), status=403, code="E0000006")
    greedy = org.as_service(id, key, ["okta.users.read", "okta.apps.manage"])
    t.equal("a scope that is not granted", "invalid_scope" in await greedy.token_error(), True)
    other, _ = service_app(t, "service of another")
    stranger = org.as_service(other, key, ["okta.users.read"])
    t.equal("the key of another app", "invalid_client" in await stranger.token_error(), True)


class Receiver(BaseHTTPRequestHandler):
    """Answers the challenge of an event hook, and keeps what it is told."""

    def do_GET(self):
        self.answer(json.dumps({"verification": self.headers["x-okta-verification-challenge"]}))

    def do_POST(self):
        self.server.told.put(json.loads(self.rfile.read(int(self.headers["content-length"]))))
        self.answer("")

    def answer(self, text):
        self.send_response(200)
        self.send_header("content-type", "application/json")
        self.send_header("content-length", str(len(text)))
        self.end_headers()
        self.wfile.write(text.encode())

    def log_message(self, *_):
        pass


async def event_hooks(t, org):
    # A real org calls nobody's own machine.
    if LIVE:
        return
    server = ThreadingHTTPServer(("127.0.0.1", 0), Receiver)
    server.told = queue.Queue()
    threading.Thread(target=server.serve_forever, daemon=True).start()
    config = {"uri": f"http://127.0.0.1:{server.server_port}/told"}
    body = {
        "name": f"{PREFIX} told",
        "events": {"type": "EVENT_TYPE", "items": ["user.lifecycle.create"]},
        "channel": {"type": "HTTP", "version": "1.0.0", "config": config},
    }
    hook = await org.create_event_hook(body)
    path = f"/api/v1/eventHooks/{hook['id']}"
    t.at_last("DELETE", path)
    t.at_last("POST", f"{path}/lifecycle/deactivate")
    t.equal("unverified at first", hook["verificationStatus"], "UNVERIFIED")
    t.equal("verified by its challenge", (await org.verify_event_hook(hook["id"]))["verificationStatus"], "VERIFIED")
    user = await new_user(t, org, "told")
    told = server.told.get(timeout=30)
    t.equal("told of the event", [event["eventType"] for event in told["data"]["events"]], ["user.lifecycle.create"])
    t.equal("and of whom it concerns", told["data"]["events"][0]["target"][0]["id"], user["id"])
    server.shutdown()


STORIES = {
    "event hooks: delivery": event_hooks,
    "users: one user": one_user,
    "users: creation": creation,
    "users: lifecycle": lifecycle,
    "users: lists": user_lists,
    "groups": groups,
    "groups: rules": group_rules,
    "apps": apps,
    "sessions": sessions,
    "logs": logs,
    "schemas": schemas,
    "tokens: private_key_jwt": private_key_jwt,
}
