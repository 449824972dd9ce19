"""Okta's SDK for Python before its third version: every verb in its own words, answers as plain JSON."""

import asyncio
import json
import os
import re
import sys
from enum import Enum

from okta.client import Client
from okta.okta_object import OktaObject

from stories import STORIES
from story import ORG, TOKEN, Refused, tell
from walk import as_text, parameters, walks

if ORG.startswith("http://"):
    os.environ["OKTA_TESTING_TESTINGDISABLEHTTPSCHECK"] = "true"


def plain(value):
    if isinstance(value, OktaObject):
        value = value.as_dict()
    if isinstance(value, dict):
        return {name: plain(item) for name, item in value.items() if item is not None}
    if isinstance(value, list):
        return [plain(item) for item in value]
    return value.value if isinstance(value, Enum) else value


def check(error):
    if error is None:
        return
    if not hasattr(error, "error_code"):
        raise error if isinstance(error, Exception) else RuntimeError(error)
    causes = [cause["errorSummary"] for cause in error.error_causes or []]
    raise Refused(error.status, error.error_code, error.message.split("\n")[0].split(" ", 4)[-1], causes)


async def ask(asked):
    answer = await asked
    check(answer[-1])
    return plain(answer[0]) if len(answer) == 3 else None


async def pages(method, *arguments, **query):
    items, response, error = await method(*arguments, query)
    check(error)
    found = plain(items)
    while response.has_next():
        items, error = await response.next()
        check(error)
        found += plain(items)
    return found


class Org:
    name = "python-2.9"

    def __init__(self, **config):
        self.client = Client(config or {"orgUrl": ORG, "token": TOKEN})

    def own_name(self, operation):
        """It says update for what Okta now calls replace."""
        return re.sub("^replace", "update", operation)

    def call(self, method, path, query, body):
        """An operation of a walk: what the path holds comes first, then query and body in the method's order."""
        arguments = list(path)
        for parameter in parameters(method)[len(path):]:
            if parameter.name == "query_params":
                arguments.append(as_text(query))
            elif body is not None and parameter.default is parameter.empty:
                arguments.append(body)
                body = None
        return ask(method(*arguments))

    def pages(self, method, path, query):
        return pages(method, *path, **as_text(query))

    def as_service(self, id, key, scopes):
        return Org(orgUrl=ORG, authorizationMode="PrivateKey", clientId=id, privateKey=json.dumps(key), scopes=scopes)

    async def token_error(self):
        answer = await self.client.list_users()
        return str(answer[-1])

    def create_user(self, body, activate):
        return ask(self.client.create_user(body, {"activate": str(activate).lower()}))

    def get_user(self, id):
        return ask(self.client.get_user(id))

    def update_user(self, id, body):
        return ask(self.client.partial_update_user(id, body))

    def replace_user(self, id, body):
        return ask(self.client.update_user(id, body))

    def delete_user(self, id):
        return ask(self.client.deactivate_or_delete_user(id))

    def list_users(self, **query):
        return pages(self.client.list_users, **query)

    def activate_user(self, id):
        return ask(self.client.activate_user(id, {"sendEmail": "false"}))

    def suspend_user(self, id):
        return ask(self.client.suspend_user(id))

    def unsuspend_user(self, id):
        return ask(self.client.unsuspend_user(id))

    def unlock_user(self, id):
        return ask(self.client.unlock_user(id))

    def deactivate_user(self, id):
        return ask(self.client.deactivate_user(id))

    def expire_password(self, id):
        return ask(self.client.expire_password(id))

    def change_password(self, id, old, new):
        return ask(self.client.change_password(id, {"oldPassword": {"value": old}, "newPassword": {"value": new}}))

    async def reset_password_url(self, id):
        return (await ask(self.client.reset_password(id, {"sendEmail": "false"})))["resetPasswordUrl"]

    def create_group(self, body):
        return ask(self.client.create_group(body))

    def get_group(self, id):
        return ask(self.client.get_group(id))

    def replace_group(self, id, body):
        return ask(self.client.update_group(id, body))

    def delete_group(self, id):
        return ask(self.client.delete_group(id))

    def list_groups(self, **query):
        return pages(self.client.list_groups, **query)

    def list_user_groups(self, id):
        return ask(self.client.list_user_groups(id))

    def add_member(self, group, user):
        return ask(self.client.add_user_to_group(group, user))

    def remove_member(self, group, user):
        return ask(self.client.remove_user_from_group(group, user))

    def list_members(self, group, **query):
        return pages(self.client.list_group_users, group, **query)

    def create_rule(self, body):
        return ask(self.client.create_group_rule(body))

    def activate_rule(self, id):
        return ask(self.client.activate_group_rule(id))

    def deactivate_rule(self, id):
        return ask(self.client.deactivate_group_rule(id))

    def list_rules(self, **query):
        return pages(self.client.list_group_rules, **query)

    def create_app(self, body):
        return ask(self.client.create_application(body))

    def get_app(self, id):
        return ask(self.client.get_application(id))

    def replace_app(self, id, body):
        return ask(self.client.update_application(id, body))

    def delete_app(self, id):
        return ask(self.client.delete_application(id))

    def deactivate_app(self, id):
        return ask(self.client.deactivate_application(id))

    def list_apps(self, **query):
        return pages(self.client.list_applications, **query)

    def assign_user(self, app, body):
        return ask(self.client.assign_user_to_application(app, body))

    def get_app_user(self, app, user):
        return ask(self.client.get_application_user(app, user))

    def list_app_users(self, app, **query):
        return pages(self.client.list_application_users, app, **query)

    def unassign_user(self, app, user):
        return ask(self.client.delete_application_user(app, user))

    def assign_group(self, app, group, body):
        return ask(self.client.create_application_group_assignment(app, group, body))

    def unassign_group(self, app, group):
        return ask(self.client.delete_application_group_assignment(app, group))

    def get_session(self, id):
        return ask(self.client.get_session(id))

    def refresh_session(self, id):
        return ask(self.client.refresh_session(id))

    def end_session(self, id):
        return ask(self.client.end_session(id))

    def list_logs(self, since, until, filter, **query):
        times = [time.strftime("%Y-%m-%dT%H:%M:%S.000Z") for time in (since, until)]
        return pages(self.client.get_logs, since=times[0], until=times[1], filter=filter, **query)

    def update_user_schema(self, id, body):
        return ask(self.client.update_user_profile(id, body))

    def create_user_type(self, body):
        return ask(self.client.create_user_type(body))

    def list_user_types(self):
        return ask(self.client.list_user_types())

    def create_event_hook(self, body):
        return ask(self.client.create_event_hook(body))

    def verify_event_hook(self, id):
        return ask(self.client.verify_event_hook(id))


async def main():
    org = Org()
    return sum([await tell("python-2.9", name, lambda t, story=story: story(t, org)) for name, story in {**STORIES, **walks()}.items()])


if __name__ == "__main__":
    sys.exit(1 if asyncio.run(main()) else 0)
