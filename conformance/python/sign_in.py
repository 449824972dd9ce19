"""A web app with Authlib, and an API with okta-jwt-verifier: people sign in through the pages of the org."""

import asyncio
import re
import sys

import requests
from authlib.integrations.requests_client import OAuth2Session
from authlib.oidc.core import CodeIDToken
from joserfc import jwt
from joserfc.jwk import KeySet
from okta_jwt_verifier import AccessTokenVerifier, IDTokenVerifier, JWTVerifier

from story import ORG, PREFIX, made, oidc_app, tell

CLIENT = "sign-in-python"
ISSUER = f"{ORG}/oauth2/default"
CALLBACK = "http://localhost:3000/callback"
PASSWORD = "Correct-Horse-7-Battery"
VERIFIER = "a-verifier-of-forty-three-characters-or-more-0"


def person():
    login = f"{PREFIX}-ann@example.com"
    profile = {"firstName": "Ann", "lastName": "Acme", "email": login, "login": login}
    body = {"profile": profile, "credentials": {"password": {"value": PASSWORD}}}
    return made("POST", "/api/v1/users?activate=true", body)


def app(user):
    settings = {
        "application_type": "web",
        "redirect_uris": [CALLBACK],
        "grant_types": ["authorization_code", "refresh_token"],
    }
    return oidc_app("web", user, "client_secret_basic", settings)["credentials"]["oauthClient"]


def typed(page, values):
    """Sends the form of a page, with what a person types into it."""
    hidden = re.findall(r'<input type="hidden" name="([^"]*)" value="([^"]*)"', page.text)
    return {**dict(hidden), **values}


def signed_in(authorize, login):
    """Where the browser of somebody who signs in ends up: at the app."""
    browser = requests.Session()
    page = browser.get(authorize)
    for values in ({"identifier": login}, {"credentials.passcode": PASSWORD}):
        action = re.search(r'<form[^>]* action="([^"]*)"', page.text)[1]
        page = browser.post(requests.compat.urljoin(page.url, action), typed(page, values), allow_redirects=False)
        while page.is_redirect and not page.headers["location"].startswith(CALLBACK):
            page = browser.get(requests.compat.urljoin(page.url, page.headers["location"]), allow_redirects=False)
    return page.headers["location"]


def session(client):
    return OAuth2Session(
        client["client_id"],
        client["client_secret"],
        scope="openid profile email offline_access",
        redirect_uri=CALLBACK,
        code_challenge_method="S256",
        token_endpoint_auth_method="client_secret_basic",
    )


def tokens(metadata, client, login, nonce):
    """The tokens of a whole sign-in, and the session that got them."""
    oauth = session(client)
    url, state = oauth.create_authorization_url(metadata["authorization_endpoint"], code_verifier=VERIFIER, nonce=nonce)
    back = signed_in(url, login)
    return oauth, oauth.fetch_token(metadata["token_endpoint"], authorization_response=back, code_verifier=VERIFIER, state=state)


def discovered(base):
    return requests.get(f"{base}/.well-known/openid-configuration").json()


async def authlib(t):
    user = person()
    client = app(user)
    login = user["profile"]["login"]
    metadata = discovered(ISSUER)
    oauth, token = tokens(metadata, client, login, "n-1")
    keys = KeySet.import_key_set(requests.get(metadata["jwks_uri"]).json())
    decoded = jwt.decode(token["id_token"], keys, algorithms=["RS256"])
    expected = {"iss": {"value": ISSUER}, "aud": {"value": client["client_id"]}}
    sent = {"nonce": "n-1", "client_id": client["client_id"], "access_token": token["access_token"]}
    claims = CodeIDToken(decoded.claims, decoded.header, expected, sent)
    claims.validate()
    t.equal("the ID token holds by every rule, at_hash and nonce among them", claims["sub"], user["id"])
    info = oauth.get(metadata["userinfo_endpoint"]).json()
    t.equal("userinfo", [info["sub"], info["email"], info["name"]], [user["id"], login, "Ann Acme"])
    renewed = oauth.refresh_token(metadata["token_endpoint"], refresh_token=token["refresh_token"])
    t.equal("the refresh token renews", renewed["access_token"] != token["access_token"], True)
    seen = oauth.introspect_token(metadata["introspection_endpoint"], token=renewed["access_token"]).json()
    t.equal("introspection", [seen["active"], seen["username"]], [True, login])
    oauth.revoke_token(metadata["revocation_endpoint"], token=renewed["access_token"])
    seen = oauth.introspect_token(metadata["introspection_endpoint"], token=renewed["access_token"]).json()
    t.equal("revocation", seen, {"active": False})


async def verifier(t):
    login = f"{PREFIX}-ann@example.com"
    user = made("GET", f"/api/v1/users/{login}", None)
    client = app(user)
    _, custom = tokens(discovered(ISSUER), client, login, "n-2")
    access = AccessTokenVerifier(issuer=ISSUER, audience="api://default")
    await access.verify(custom["access_token"])
    t.equal("an access token of a custom server", JWTVerifier.parse_token(access, custom["access_token"])[1]["uid"], user["id"])
    await IDTokenVerifier(issuer=ISSUER, client_id=client["client_id"], audience=client["client_id"]).verify(custom["id_token"], nonce="n-2")
    t.equal("an ID token of a custom server", True, True)
    _, own = tokens(discovered(ORG), client, login, "n-3")
    for step, token, audience in (
        ("for another audience", custom["access_token"], "api://other"),
        ("changed on the way", custom["access_token"][:-8] + "AAAAAAAA", "api://default"),
        ("an access token of the org server", own["access_token"], "api://default"),
        ("an access token of the org server, as if the org published its key", own["access_token"], ORG),
    ):
        issuer = ORG if audience == ORG else ISSUER
        try:
            await AccessTokenVerifier(issuer=issuer, audience=audience).verify(token)
            t.equal(f"refused: {step}", "taken", "refused")
        except Exception as error:
            t.equal(f"refused: {step}", type(error).__name__, "JWTValidationException")


async def main():
    return await tell(CLIENT, "Authlib", authlib) + await tell(CLIENT, "okta-jwt-verifier", verifier)


if __name__ == "__main__":
    sys.exit(1 if asyncio.run(main()) else 0)
