"""Tells the stories of `conformance/walks/`, which are the same for every client.

A step names an operation by Okta's id and its request, and says what the answer must be. Each client finds its own method by
the id, compared without underscores and case; where it has none, the request is made without it.
"""

import inspect
import json
import pathlib
import re
from urllib.parse import urlencode

from story import ORG, PREFIX, Refused, http

WALKS = pathlib.Path(__file__).parent.parent / "walks"


def same(name):
    return name.replace("_", "").lower()


def filled(value, known):
    """With what was kept in place of its name in braces."""
    if isinstance(value, str):
        whole = re.fullmatch(r"\{(\w+)\}", value)
        if whole:
            return known[whole[1]]
        return re.sub(r"\{(\w+)\}", lambda found: str(known.get(found[1], found[0])), value)
    if isinstance(value, list):
        return [filled(item, known) for item in value]
    if isinstance(value, dict):
        return {filled(name, known): filled(item, known) for name, item in value.items()}
    return value


def at(value, path):
    """`conditions.people.0.id`; `#` is the length of a list, and `*` stands for each of its items."""
    member, _, rest = path.partition(".")
    if member == "*":
        return [at(item, rest) for item in value or []] if rest else value
    if member == "#":
        return len(value or [])
    if isinstance(value, list):
        value = value[int(member)] if int(member) < len(value) else None
    else:
        value = (value or {}).get(member)
    return at(value, rest) if rest and value is not None else value


def found_by(client):
    """The methods of a client by the ids of their operations."""
    return {same(name): getattr(client, name) for name in dir(client) if not name.startswith("_")}


def parameters(method):
    kinds = (inspect.Parameter.POSITIONAL_OR_KEYWORD,)
    return [one for one in inspect.signature(method).parameters.values() if one.kind in kinds and not one.name.startswith("_")]


def as_text(query):
    def text(value):
        return ",".join(value) if isinstance(value, list) else str(value).lower() if isinstance(value, bool) else value

    return {name: text(value) for name, value in query.items()}


def request(step, known):
    """Method, path with all filled in, and what is filled into the path."""
    method, path = step["request"].split(" ")
    return method, filled(path, known), [known[name] for name in re.findall(r"\{(\w+)\}", path)]


async def plainly(step, known):
    """The request, made without the client."""
    method, path, _ = request(step, known)
    query = urlencode(as_text(filled(step.get("query", {}), known)))
    return http(method, f"{path}?{query}" if query else path, filled(step.get("body"), known))


async def understood(status, answer):
    """What a client would make of this answer."""
    if status < 400:
        return answer
    error = answer if isinstance(answer, dict) else {}
    causes = [cause["errorSummary"] for cause in error.get("errorCauses", [])]
    raise Refused(status, error.get("errorCode"), error.get("errorSummary"), causes)


async def take(t, org, step, known):
    """One step of the walk; what it answered is kept as far as the step says."""
    title = filled(step.get("say", step["do"]), known)
    if "pages" in step:
        return await pages(t, org, step, known)
    method = found_by(org.client).get(same(org.own_name(step["do"])))
    if method is None or org.name in step.get("not", {}):
        status, answer = await plainly(step, known)
        if "refused" in step:
            return await t.refused(title, understood(status, answer), **filled(step["refused"], known))
        if status >= 400:
            t.report(title, f"{status}: {answer}", answer)
    else:
        asked = org.call(method, request(step, known)[2], filled(step.get("query", {}), known), filled(step.get("body"), known))
        if "refused" in step:
            return await t.refused(title, asked, **filled(step["refused"], known))
        answer = await asked
        t.report(f"{title} is understood", "", answer)
    for name, path in step.get("keep", {}).items():
        known[name] = at(answer, path)
    for path, expected in step.get("is", {}).items():
        t.equal(f"{title}: {path}", at(answer, path), filled(expected, known))


async def pages(t, org, step, known):
    """The list by pages of so many is the list as a whole."""
    title = f"{step['do']} by pages of {step['pages']}"
    whole = (await plainly({**step, "query": {**step.get("query", {}), "limit": 200}}, known))[1]
    method = found_by(org.client).get(same(org.own_name(step["do"])))
    takes_limit = method is not None and any(one.name in ("limit", "query_params") for one in parameters(method))
    if not takes_limit or org.name in step["not"]:
        return
    query = {**filled(step.get("query", {}), known), "limit": step["pages"]}
    found = await org.pages(method, request(step, known)[2], query)
    name = lambda item: item.get("id") or item.get("name")
    t.equal(title, [name(item) for item in found], [name(item) for item in whole])
    t.equal(f"{title}: there are several", len(found) > step["pages"], True)


async def walk(t, org, story):
    known = {"orgurl": ORG, "prefix": PREFIX, "prefix_": re.sub(r"\W", "_", PREFIX), **story.get("known", {})}
    try:
        for step in story["steps"]:
            step = {**step, "not": {**story.get("not", {}), **step.get("not", {})}}
            try:
                await take(t, org, step, known)
            except Exception as error:
                t.report(f"{step.get('say', step['do'])}", f"{type(error).__name__}: {error}", None)
                if "keep" in step:
                    raise
    finally:
        for request in story.get("finally", []):
            method, path = request.split(" ")
            if all(name in known for name in re.findall(r"\{(\w+)\}", path)):
                http(method, filled(path, known))


def walks():
    """Each file's stories by name."""
    stories = {}
    for file in sorted(WALKS.glob("*.json")):
        for name, story in json.loads(file.read_text()).items():
            stories[name] = lambda t, org, story=story: walk(t, org, story)
    return stories
