"""The client of the Model Context Protocol from PyPI, which talks to `oktars mcp` as an assistant's program does.

The org has 100,000 users. How many there are, and which administrators have no second factor, the mirror answers. A user
is put into a group when the person confirms, and not before.
"""

import asyncio
import json
import os
import re
import subprocess
import sys
import tempfile
import time

from mcp import ClientSession, StdioServerParameters, types
from mcp.client.stdio import stdio_client

OKTARS = os.path.abspath(os.environ["OKTARS"])
USERS = int(os.environ.get("CONFORMANCE_USERS", "100000"))
LARGEST = 8192
failed = 0


def check(step, found, expected=True):
    global failed
    same = found == expected
    failed += not same
    print(f"{'ok' if same else 'not ok'} mcp: {step}" + ("" if same else f"\n    expected {expected!r}, found {found!r}"), flush=True)


class Assistant:
    """A session, and the person whom its program can ask, if it can."""

    def __init__(self, environment, folder, person=None):
        self.server = StdioServerParameters(command=OKTARS, args=["mcp", "--mirror", "org.db"], env=environment, cwd=folder)
        self.person = person
        self.asked = []

    async def __aenter__(self):
        self.stdio = stdio_client(self.server)
        read, write = await self.stdio.__aenter__()
        ask = self.ask if self.person else None
        self.session = ClientSession(read, write, elicitation_callback=ask)
        await self.session.__aenter__()
        self.about = await self.session.initialize()
        return self

    async def __aexit__(self, *error):
        await self.session.__aexit__(*error)
        await self.stdio.__aexit__(*error)

    async def ask(self, context, params):
        self.asked.append(params.message)
        if self.person == "agrees":
            return types.ElicitResult(action="accept", content={"confirm": True})
        return types.ElicitResult(action="decline")

    async def tool(self, name, **arguments):
        """What a tool says, and whether it failed."""
        answer = await self.session.call_tool(name, arguments)
        text = "".join(part.text for part in answer.content)
        if len(text.encode()) > LARGEST:
            check(f"{name} answers with at most {LARGEST} bytes", len(text.encode()))
        return text, bool(getattr(answer, "is_error", getattr(answer, "isError", False)))


def rows(text):
    """The rows between the marks of data."""
    data = re.search(r"<(org-data-\w+)>\n(.*)\n</\1>$", text, re.S)
    return [json.loads(line) for line in data[2].splitlines()] if data else []


async def tell(environment, folder, oktars):
    group = json.loads(oktars("groups", "create", "--name", "Second floor", "-o", "json"))
    group = group[0] if isinstance(group, list) else group

    async with Assistant(environment, folder, "agrees") as it:
        listed = (await it.session.list_tools()).tools
        check("the tools are there", [tool.name for tool in listed], ["sql", "find_operation", "call", "plan", "apply"])
        begun = time.monotonic()
        counted, wrong = await it.tool("sql", sql="select count(*) as n from users")
        # The owner of the token is there besides.
        check("how many users there are", (wrong, rows(counted)), (False, [{"n": USERS + 1}]))
        print(f"# {time.monotonic() - begun:.2f} s to count {USERS} users")
        many, wrong = await it.tool("sql", sql="select * from users")
        check("the count comes first, and a part of the rows", (wrong, many.startswith(f"{USERS + 1} rows; the first ")), (False, True))
        bare, wrong = await it.tool(
            "sql",
            sql="select distinct login from admins where login not in (select u.login from users u join factors f on f.user_id = u.id)",
        )
        check("who of the administrators has no second factor", (wrong, len(rows(bare))), (False, 1))
        login = rows(bare)[0]["login"] if rows(bare) else ""
        found, _ = await it.tool("find_operation", words="add a user to a group")
        check("the operation is found", "assignUserToGroup: PUT /api/v1/groups/{groupId}/users/{userId}" in found)
        one, _ = await it.tool("sql", sql="select id, login from users where status = 'ACTIVE' order by id limit 1 offset 77")
        user = rows(one)[0]
        path = {"groupId": group["id"], "userId": user["id"]}
        plan, wrong = await it.tool("plan", operation="assignUserToGroup", path=path)
        check("a plan changes nothing", (wrong, oktars("groups", "members", group["id"], "--fields", "id", "-o", "ndjson")), (False, ""))
        number = plan.split(":")[0]
        done, wrong = await it.tool("apply", plan=number)
        check("she is put into the group", (wrong, done.split(" was ")[0]), (False, "done: assignUserToGroup"))
        check("the person is asked about her", [user["login"] in asked and "Second floor" in asked for asked in it.asked], [True])
        members, _ = await it.tool("call", operation="listGroupUsers", path={"groupId": group["id"]}, fields=["id"])
        check("she is in the group", rows(members), [{"id": user["id"]}])
        again, wrong = await it.tool("apply", plan=number)
        check("a plan is made once", (wrong, "there is no plan" in again), (True, True))
        check("the owner of the token is protected", (await it.tool("plan", operation="deactivateUser", path={"id": login}))[1])

    remove = {"operation": "unassignUserFromGroup", "path": path}
    async with Assistant(environment, folder, "declines") as it:
        plan, _ = await it.tool("plan", **remove)
        told, wrong = await it.tool("apply", plan=plan.split(":")[0])
        check("what the person declines is not done", (wrong, len(it.asked), "did not confirm" in told), (True, 1, True))
    async with Assistant(environment, folder) as it:
        plan, _ = await it.tool("plan", **remove)
        told, wrong = await it.tool("apply", plan=plan.split(":")[0])
        command = f"oktars call unassignUserFromGroup {group['id']} {user['id']}"
        check("a program that cannot ask gets a command", (wrong, told.splitlines()[-1]), (True, command))
    async with Assistant({**environment, "OKTARS_READ_ONLY": "1"}, folder, "agrees") as it:
        refused, wrong = await it.tool("plan", **remove)
        check("a read-only org stays as it is", (wrong, "read-only" in refused), (True, True))
    check("and she is still in the group", json.loads(oktars("groups", "members", group["id"], "--fields", "id", "-o", "json")), [{"id": user["id"]}])


def main():
    with tempfile.TemporaryDirectory() as folder:
        server = subprocess.Popen([OKTARS, "org", "serve", f"--seed={USERS}", "--exit-with-parent"], stdout=subprocess.PIPE, text=True)
        try:
            ready = json.loads(server.stdout.readline())
            environment = {
                **{name: value for name, value in os.environ.items() if not name.startswith("OKTA")},
                "OKTA_CLIENT_ORGURL": ready["url"],
                "OKTA_CLIENT_TOKEN": ready["token"],
                "OKTARS_CONFIG_DIR": os.path.join(folder, "config"),
            }

            def oktars(*arguments):
                return subprocess.run([OKTARS, *arguments], env=environment, cwd=folder, stdout=subprocess.PIPE, text=True, check=True).stdout

            begun = time.monotonic()
            oktars("mirror", "sync", "org.db")
            print(f"# {time.monotonic() - begun:.0f} s for a mirror of {USERS} users")
            asyncio.run(tell(environment, folder, oktars))
        finally:
            server.terminate()
            server.wait()
    sys.exit(1 if failed else 0)


main()
