"""The present SDK of Okta's for Python: every verb in its own words, answers as plain JSON."""

import asyncio
import os
import re
import sys
from datetime import datetime
from enum import Enum

from okta import models
from okta.client import Client
from okta.pagination import PaginationHelper
from pydantic import BaseModel

from stories import STORIES, service_app
from story import ORG, TOKEN, Refused, tell
from walk import parameters, same, walks

if ORG.startswith("http://"):
    os.environ["OKTA_TESTING_TESTINGDISABLEHTTPSCHECK"] = "true"


def plain(value):
    """What a model says, under the names of the wire. Its own `to_dict` leaves out what cannot be written."""
    if isinstance(value, BaseModel):
        members = {field.alias or name: getattr(value, name) for name, field in type(value).model_fields.items()}
        instance = members.pop("actual_instance", None)
        if instance is not None:
            return plain(instance)
        more = members.pop("additional_properties", None) or {}
        return {name: plain(member) for name, member in {**members, **more}.items() if member is not None}
    if isinstance(value, (list, tuple)):
        return [plain(item) for item in value]
    if isinstance(value, dict):
        return {name: plain(item) for name, item in value.items()}
    if isinstance(value, datetime):
        return value.strftime("%Y-%m-%dT%H:%M:%S.") + f"{value.microsecond // 1000:03}Z"
    return value.value if isinstance(value, Enum) else value


async def done(asked):
    answer = await asked
    error = answer[-1]
    if error is None:
        return answer[0], answer[1]
    causes = [cause["errorSummary"] for cause in getattr(error, "error_causes", None) or []]
    if not hasattr(error, "error_code"):
        raise error if isinstance(error, Exception) else RuntimeError(error)
    raise Refused(error.status, error.error_code, error.error_summary, causes)


async def ask(asked):
    return plain((await done(asked))[0])


async def pages(method, *arguments, **query):
    """Follows the cursor, as the SDK's manual says."""
    found = []
    while True:
        items, response = await done(method(*arguments, **query))
        found += plain(items or [])
        cursor = PaginationHelper.extract_next_cursor(response.headers)
        if cursor is None:
            return found
        query["after"] = cursor


def model_of(parameter, body):
    """The body as the class of this parameter; what is no model of Okta's is passed on as it is."""
    if isinstance(body, list):
        return [model_of(parameter, item) for item in body]
    named = re.findall(r"okta\.models\.\w+\.(\w+)", str(parameter.annotation))
    return getattr(models, named[0]).from_dict(body) if named else body


class Org:
    name = "python"

    def __init__(self, **config):
        self.client = Client(config or {"orgUrl": ORG, "token": TOKEN})

    def own_name(self, operation):
        return operation

    def call(self, method, path, query, body):
        """An operation of a walk: what the path holds comes first, then the body, and the query by name."""
        arguments, named = list(path), {}
        for parameter in parameters(method)[len(path):]:
            value = next((value for name, value in query.items() if same(name) == same(parameter.name)), None)
            if value is not None:
                named[parameter.name] = value
            elif body is not None and (parameter.default is parameter.empty or "okta.models" in str(parameter.annotation)):
                named[parameter.name], body = model_of(parameter, body), None
        return ask(method(*arguments, **named))

    def pages(self, method, path, query):
        named = {parameter.name: parameter for parameter in parameters(method)}
        given = {known: value for known in named for name, value in query.items() if same(name) == same(known)}
        # The limit of policies is a text.
        text = {known for known in given if re.search(r"\bstr\b", str(named[known].annotation))}
        return pages(method, *path, **{name: str(value) if name in text else value for name, value in given.items()})

    def as_service(self, id, key, scopes, **more):
        return Org(orgUrl=ORG, authorizationMode="PrivateKey", clientId=id, privateKey=key, scopes=scopes, kid=key["kid"], **more)

    async def token_error(self):
        """What the SDK says about the token that it does not get."""
        answer = await self.client.list_users(limit=1)
        return str(answer[-1])

    def create_user(self, body, activate):
        return ask(self.client.create_user(models.CreateUserRequest.from_dict(body), activate=activate))

    def get_user(self, id):
        return ask(self.client.get_user(id))

    def update_user(self, id, body):
        return ask(self.client.update_user(id, models.UpdateUserRequest.from_dict(body)))

    def replace_user(self, id, body):
        return ask(self.client.replace_user(id, models.UpdateUserRequest.from_dict(body)))

    def delete_user(self, id):
        return ask(self.client.delete_user(id))

    def list_users(self, sortBy=None, sortOrder=None, **query):
        return pages(self.client.list_users, sort_by=sortBy, sort_order=sortOrder, **query)

    def activate_user(self, id):
        return ask(self.client.activate_user(id, send_email=False))

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
        body = {"oldPassword": {"value": old}, "newPassword": {"value": new}}
        return ask(self.client.change_password(id, models.ChangePasswordRequest.from_dict(body)))

    async def reset_password_url(self, id):
        return (await ask(self.client.reset_password(id, send_email=False)))["resetPasswordUrl"]

    def create_group(self, body):
        return ask(self.client.add_group(models.AddGroupRequest.from_dict(body)))

    def get_group(self, id):
        return ask(self.client.get_group(id))

    def replace_group(self, id, body):
        return ask(self.client.replace_group(id, models.AddGroupRequest.from_dict(body)))

    def delete_group(self, id):
        return ask(self.client.delete_group(id))

    def list_groups(self, **query):
        return pages(self.client.list_groups, **query)

    def list_user_groups(self, id):
        return ask(self.client.list_user_groups(id))

    def add_member(self, group, user):
        return ask(self.client.assign_user_to_group(group, user))

    def remove_member(self, group, user):
        return ask(self.client.unassign_user_from_group(group, user))

    def list_members(self, group, **query):
        return pages(self.client.list_group_users, group, **query)

    def create_rule(self, body):
        return ask(self.client.create_group_rule(models.CreateGroupRuleRequest.from_dict(body)))

    def activate_rule(self, id):
        return ask(self.client.activate_group_rule(id))

    def deactivate_rule(self, id):
        return ask(self.client.deactivate_group_rule(id))

    def list_rules(self, **query):
        return pages(self.client.list_group_rules, **query)

    def create_app(self, body):
        return ask(self.client.create_application(models.Application.from_dict(body)))

    def get_app(self, id):
        return ask(self.client.get_application(id))

    def replace_app(self, id, body):
        return ask(self.client.replace_application(id, models.Application.from_dict(body)))

    def delete_app(self, id):
        return ask(self.client.delete_application(id))

    def deactivate_app(self, id):
        return ask(self.client.deactivate_application(id))

    def list_apps(self, **query):
        return pages(self.client.list_applications, **query)

    def assign_user(self, app, body):
        return ask(self.client.assign_user_to_application(app, models.AppUserAssignRequest.from_dict(body)))

    def get_app_user(self, app, user):
        return ask(self.client.get_application_user(app, user))

    def list_app_users(self, app, **query):
        return pages(self.client.list_application_users, app, **query)

    def unassign_user(self, app, user):
        return ask(self.client.unassign_user_from_application(app, user))

    def assign_group(self, app, group, body):
        return ask(self.client.assign_group_to_application(app, group, models.ApplicationGroupAssignment.from_dict(body)))

    def unassign_group(self, app, group):
        return ask(self.client.unassign_application_from_group(app, group))

    def get_session(self, id):
        return ask(self.client.get_session(id))

    def refresh_session(self, id):
        return ask(self.client.refresh_session(id))

    def end_session(self, id):
        return ask(self.client.revoke_session(id))

    def list_logs(self, since, until, filter, **query):
        times = [time.strftime("%Y-%m-%dT%H:%M:%S.000Z") for time in (since, until)]
        return pages(self.client.list_log_events, since=times[0], until=times[1], filter=filter, **query)

    def update_user_schema(self, id, body):
        return ask(self.client.update_user_profile(id, models.UserSchema.from_dict(body)))

    def create_user_type(self, body):
        return ask(self.client.create_user_type(models.UserType.from_dict(body)))

    def list_user_types(self):
        return ask(self.client.list_user_types())

    def create_event_hook(self, body):
        return ask(self.client.create_event_hook(models.EventHook.from_dict(body)))

    def verify_event_hook(self, id):
        return ask(self.client.verify_event_hook(id))


async def dpop(t, org):
    id, key = service_app(t, "dpop", dpop_bound_access_tokens=True)
    service = org.as_service(id, key, ["okta.users.read"], dpopEnabled=True)
    t.equal("users are listed", len(await service.list_users(limit=1)) > 0, True)
    _, kind = service.client._request_executor._oauth.get_current_token()
    t.equal("by a token that is bound to a key", kind, "DPoP")
    t.equal("and listed again, with another proof", len(await service.list_users(limit=1)) > 0, True)
    plainly = org.as_service(id, key, ["okta.users.read"])
    t.equal("without a proof there is no token", "invalid_dpop_proof" in await plainly.token_error(), True)


async def bearer(t, org):
    id, key = service_app(t, "bearer")
    service = org.as_service(id, key, ["okta.users.read"])
    await service.list_users(limit=1)
    token, kind = service.client._request_executor._oauth.get_current_token()
    t.equal("a token that is bound to no key", kind, "Bearer")
    # In this mode the SDK puts no blank between the scheme and the token.
    client = Org(orgUrl=ORG, authorizationMode="Bearer", token=token)
    t.equal("lists users for another client", len(await client.list_users(limit=1)) > 0, True)


async def main():
    org = Org()
    stories = {**STORIES, "tokens: DPoP": dpop, "tokens: Bearer": bearer, **walks()}
    return sum([await tell("python", name, lambda t, story=story: story(t, org)) for name, story in stories.items()])


if __name__ == "__main__":
    sys.exit(1 if asyncio.run(main()) else 0)
