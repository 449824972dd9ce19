"""okta-cli, run as an administrator runs it: arguments in, text and JSON out."""

import asyncio
import json
import os
import subprocess
import sys
import tempfile

from story import LIVE, ORG, PREFIX, TOKEN, http, tell

# It keeps its configuration in the user's folder; ours is a new one.
HOME = tempfile.TemporaryDirectory()
ENVIRONMENT = {**os.environ, "HOME": HOME.name, "XDG_CONFIG_HOME": HOME.name}
PROGRAM = os.path.join(os.path.dirname(sys.executable), "okta-cli")


def run(*arguments):
    """Status and output of a run."""
    done = subprocess.run([PROGRAM, *arguments], env=ENVIRONMENT, cwd=HOME.name, capture_output=True, text=True, timeout=120)
    return done.returncode, done.stdout + done.stderr


def read(*arguments):
    """The JSON that a run prints."""
    status, output = run(*arguments)
    try:
        return json.loads(output)
    except ValueError:
        raise RuntimeError(f"okta-cli {' '.join(arguments)} ends with {status}: {output}") from None


def login(name):
    return f"{PREFIX}-{name}@example.com"


def adding(profile):
    """Its own `users add` ends with an exception before it asks anything, with the `click` of today."""
    return ["raw", "--json", "-X", "post", "-q", "activate=false", "-b", json.dumps({"profile": profile}), "/users"]


def add_user(t, name, **more):
    profile = {"login": login(name), "email": login(name), "firstName": name, "lastName": "Conformance", **more}
    user = read(*adding(profile))
    remove_user_at_last(t, user["id"])
    return user


def remove_user_at_last(t, id):
    t.at_last("DELETE", f"/api/v1/users/{id}")
    t.at_last("DELETE", f"/api/v1/users/{id}")


def add_group(t, name):
    found = read("groups", "add", "-n", f"{PREFIX} {name}", "--json")
    group = found[0] if isinstance(found, list) else found
    t.at_last("DELETE", f"/api/v1/groups/{group['id']}")
    return group


def logins(users):
    return sorted(user["profile"]["login"] for user in users)


def status_of(user):
    status, body = http("GET", f"/api/v1/users/{user['id']}")
    return body["status"] if status == 200 else status


async def users(t):
    user = add_user(t, "ann", department=f"{PREFIX}-dept")
    t.equal("added", user["status"], "STAGED")
    t.holds("what it prints is what is stored", user, f"/api/v1/users/{user['id']}")
    found = read("users", "get", "-f", "login", login("ann"), "--json")
    t.equal("found by login", (found[0] if isinstance(found, list) else found)["id"], user["id"])
    status, output = run("users", "update", user["id"], "-s", "profile.title=Captain")
    profile = http("GET", f"/api/v1/users/{user['id']}")[1]["profile"]
    t.equal("updated", [profile.get("title"), profile["department"]], ["Captain", f"{PREFIX}-dept"])
    for number in range(3):
        add_user(t, f"list{number}", department=f"{PREFIX}-dept")

    async def search():
        return logins(read("users", "list", "-s", f'profile.department eq "{PREFIX}-dept"', "--json"))

    await t.becomes("searched", search, [login(name) for name in ("ann", "list0", "list1", "list2")])
    t.equal("filtered", logins(read("users", "list", "-f", f'profile.login eq "{login("list1")}"', "--json")), [login("list1")])
    run("users", "activate", user["id"])
    t.equal("activated", status_of(user), "PROVISIONED")
    status, output = run("users", "unlock", user["id"])
    t.equal("who is not locked is not unlocked", [status != 0 or "rror" in output, "E0000032" in output or "nlock" in output], [True, True])
    run("users", "deactivate", "--no-confirmation", user["id"])
    t.equal("deactivated", status_of(user), "DEPROVISIONED")
    run("users", "delete", "--no-confirmation", user["id"])
    t.equal("deleted", status_of(user), 404)
    again = {"login": login("list1"), "email": login("list1"), "firstName": "A", "lastName": "B"}
    status, output = run(*adding(again))
    t.equal("the same login twice", [status != 0, "Api validation failed: login" in output], [True, True])


async def many_users(t):
    """More than a page holds: the client asks for 1000, and gets 200 with a link."""
    count = 205
    with tempfile.NamedTemporaryFile("w", suffix=".csv", delete=False) as file:
        file.write("profile.login,profile.email,profile.firstName,profile.lastName\n")
        file.writelines(f"{login(f'm{n}')},{login(f'm{n}')},M{n},Many\n" for n in range(count))
    status, output = run("users", "bulk-add", "--no-activate", "-w", "8", file.name)
    os.unlink(file.name)
    found = read("users", "list", "-f", 'profile.lastName eq "Many"', "--json")
    for user in found:
        remove_user_at_last(t, user["id"])
    t.equal("all are added at once and listed over two pages", logins(found), sorted(login(f"m{n}") for n in range(count)))
    t.equal("none is listed twice", len({user["id"] for user in found}), count)


async def groups(t):
    group = add_group(t, "group")
    t.holds("what it prints is what is stored", group, f"/api/v1/groups/{group['id']}")
    user = add_user(t, "member")
    run("groups", "adduser", "-g", group["id"], "-u", user["id"])
    members = f"/api/v1/groups/{group['id']}/users"
    t.equal("a member", [member["id"] for member in http("GET", members)[1]], [user["id"]])
    t.equal("members", logins(read("groups", "users", group["id"], "--json")), [login("member")])
    t.equal("groups of the member", sorted(found["profile"]["name"] for found in read("users", "groups", user["id"], "--json")), ["Everyone", f"{PREFIX} group"])
    run("groups", "removeuser", "-g", group["id"], "-u", user["id"])
    t.equal("removed", http("GET", members)[1], [])
    t.equal("listed", group["id"] in [found["id"] for found in read("groups", "list", "--json")], True)
    run("groups", "delete", group["id"])
    t.equal("deleted", http("GET", f"/api/v1/groups/{group['id']}")[0], 404)


async def apps(t):
    app = read("apps", "add", "-n", "bookmark", "-m", "BOOKMARK", "-l", f"{PREFIX} app", "-s", "sa.url=https://example.com", "-s", "sa.requestIntegration=false")
    t.at_last("DELETE", f"/api/v1/apps/{app['id']}")
    t.at_last("POST", f"/api/v1/apps/{app['id']}/lifecycle/deactivate")
    t.holds("what it prints is what is stored", app, f"/api/v1/apps/{app['id']}")
    user = add_user(t, "app-user")
    run("apps", "adduser", "-a", app["id"], "-u", user["id"], "-f", "id")
    t.equal("assigned", [found["id"] for found in read("apps", "users", app["id"], "--json")], [user["id"]])
    t.equal("listed", app["id"] in [found["id"] for found in read("apps", "list", "--json")], True)


STORIES = {"users": users, "groups": groups, "apps": apps, **({} if LIVE else {"users: many": many_users})}


async def main():
    status, output = run("config", "new", "-n", "local", "-u", ORG, "-t", TOKEN)
    if status:
        print(f"not ok okta-cli config: {output}")
        return 1
    return sum([await tell("okta-cli", name, story) for name, story in STORIES.items()])


if __name__ == "__main__":
    sys.exit(1 if asyncio.run(main()) else 0)
