"""Okta's SDK for Python: one task, and how many answers it got."""

import asyncio
import os
import sys

from okta.client import Client
from okta.models import CreateUserRequest, UserProfile
from okta.pagination import PaginationHelper

os.environ["OKTA_TESTING_TESTINGDISABLEHTTPSCHECK"] = "true"


def client():
    return Client({
        "orgUrl": os.environ["OKTA_CLIENT_ORGURL"],
        "token": os.environ["OKTA_CLIENT_TOKEN"],
        "testing": {"testingDisableHttpsCheck": True},
    })


async def done(asked):
    answer = await asked
    if answer[-1] is not None:
        raise RuntimeError(answer[-1])
    return answer[0], answer[1]


async def list_users(okta, _):
    seen, query = 0, {}
    while True:
        users, response = await done(okta.list_users(limit=200, **query))
        seen += sum(1 for user in users if user.id)
        after = PaginationHelper.extract_next_cursor(response.headers)
        if not after:
            return seen
        query = {"after": after}


async def gets(okta, number):
    seen = 0
    for _ in range(number):
        user, _response = await done(okta.get_user("me"))
        seen += 1 if user.id else 0
    return seen


async def creates(okta, number):
    free = asyncio.Semaphore(20)

    async def create(n):
        login = f"python-{os.getpid()}-{n}@oktars.example"
        profile = UserProfile(login=login, email=login, firstName="Ben", lastName="Ch")
        async with free:
            answer = await okta.create_user(CreateUserRequest(profile=profile), activate=False)
            return answer[-1] is None

    return sum(await asyncio.gather(*(create(n) for n in range(number))))


async def bucket(okta, number):
    answers = await asyncio.gather(*(okta.get_user("me") for _ in range(number)), return_exceptions=True)
    return sum(1 for answer in answers if isinstance(answer, tuple) and answer[-1] is None)


TASKS = {"list": list_users, "gets": gets, "creates": creates, "bucket": bucket,
         "first": lambda okta, _: gets(okta, 1)}


async def main():
    number = int(sys.argv[2]) if len(sys.argv) > 2 else 1000
    print(await TASKS[sys.argv[1]](client(), number))


asyncio.run(main())
