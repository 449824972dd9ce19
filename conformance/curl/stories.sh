#!/usr/bin/env bash
# Plain curl: what no SDK shows, the wire itself.
set -uo pipefail

ORG=$OKTA_CLIENT_ORGURL
PREFIX=${CONFORMANCE_PREFIX:-oktars-curl}
WORK=$(mktemp -d)
trap 'rm -rf "$WORK"' EXIT
failed=0
story=

# call METHOD PATH [BODY] [curl arguments]: leaves $status, $head and $body. $ACCEPT is the media type that is asked for.
call() {
    local method=$1 path=$2 data=${3:-}
    shift 2
    [ $# -gt 0 ] && shift
    local arguments=(--silent --show-error --request "$method" --dump-header "$WORK/head" --output "$WORK/body"
        --write-out '%{http_code}' --header "Accept: ${ACCEPT:-application/json}")
    [ -z "$OKTA_CLIENT_TOKEN" ] || arguments+=(--header "Authorization: SSWS $OKTA_CLIENT_TOKEN")
    if [ -n "$data" ]; then
        arguments+=(--header "Content-Type: application/json" --data "$data")
    elif [ "$method" = POST ] || [ "$method" = PUT ]; then
        arguments+=(--header "Content-Length: 0")
    fi
    : >"$WORK/body"
    status=$(curl "${arguments[@]}" "$@" "$ORG$path")
    head=$(tr -d '\r' <"$WORK/head")
    body=$(cat "$WORK/body")
}

report() {
    local step=$1 wrong=$2
    if [ -z "$wrong" ]; then
        echo "ok curl $story: $step"
    else
        failed=1
        printf 'not ok curl %s: %s\n    %s\n    %s %s\n' "$story" "$step" "$wrong" "$status" "$body"
    fi
    [ -n "${CONFORMANCE_OBSERVED:-}" ] || return
    local saw=${body:-null}
    case $saw in [\[\{n]*) ;; *) saw='"(no JSON)"' ;; esac
    printf '{"client":"curl","story":"%s","step":"%s","saw":{"status":%s,"body":%s}}\n' "$story" "$step" "$status" "$saw" >>"$CONFORMANCE_OBSERVED"
}

# answers STEP STATUS [PATTERN...]: each pattern is a glob (`[[]` is a bracket) that stands somewhere in the body.
answers() {
    local step=$1 expected=$2 wrong=
    shift 2
    [ "$status" = "$expected" ] || wrong="expected $expected"
    local pattern
    for pattern in "$@"; do
        # shellcheck disable=SC2053
        [[ $body == *$pattern* ]] || wrong+="; expected $pattern"
    done
    report "$step" "$wrong"
}

# bears STEP PATTERN...: each is an extended regular expression for one line of the head.
bears() {
    local step=$1 wrong= pattern
    shift
    for pattern in "$@"; do
        grep -qiE "^$pattern\$" <<<"$head" || wrong+="; no header $pattern"
    done
    report "$step" "$wrong"
}

# The id of the object in the body.
first_id() { sed -E 's/^\[?\{"id":"([^"]*)".*/\1/; q' <<<"$body"; }
code() { printf '"errorCode":"%s"*"errorLink":"%s","errorId":"oae*"errorCauses":' "$1" "$1"; }
user() { printf '{"profile":{"firstName":"%s","lastName":"Curl","email":"%s@example.com","login":"%s@example.com"}}' "$1" "$PREFIX-$1" "$PREFIX-$1"; }

story=errors
call GET /api/v1/users/nobody@example.com
answers "an unknown user" 404 "$(code E0000007)" '"errorSummary":"Not found: Resource not found: nobody@example.com (User)"' '"errorCauses":[[]]'
OKTA_CLIENT_TOKEN=wrong call GET /api/v1/users
answers "a token that is none" 401 "$(code E0000011)" '"errorSummary":"Invalid token provided"'
call GET /api/v1/nothing
answers "an unknown path" 404 '"errorCode":"E00000' '"errorSummary"'
call PATCH /api/v1/users
answers "a method that the path does not take" 405 "$(code E0000022)" '"errorSummary":"The endpoint does not support the provided HTTP method"'
call GET /api/v1/sessions
answers "sessions are not listed" 405 E0000022
call POST /api/v1/users '{"profile":'
answers "a body that is no JSON" 400 "$(code E0000003)" '"errorSummary":"The request body was not well-formed."'
call POST /api/v1/users null
answers "a body that is null" 400 E0000003
call POST /api/v1/users '{"profile":{}}'
answers "an empty profile" 400 E0000001 '"errorSummary":"Api validation failed: ' 'The field cannot be left blank'
call GET '/api/v1/users?limit=0'
answers "a limit of none" 400 E00000
call GET '/api/v1/logs?since=yesterday'
answers "a date that is none" 400 E0000001 "'since': must be a valid date-time or empty."

story=users
call POST '/api/v1/users?activate=false' "$(user ann)"
id=$(first_id)
answers "created, members in Okta's order" 200 '{"id":"00u*","status":"STAGED","created":"*","activated":null,"statusChanged":*"lastLogin":null,"lastUpdated":"*","passwordChanged":null,"type":{"id":"oty*"},"profile":{' '"mobilePhone":null,"secondEmail":null' '"credentials":{*"provider":{"type":"OKTA","name":"OKTA"}}' '"_links":{' "\"activate\":{\"href\":\"$ORG/api/v1/users/$id/lifecycle/activate\",\"method\":\"POST\"}"
bears "headers of every answer" 'content-type: application/json(;.*)?' 'x-okta-request-id: [A-Za-z0-9_-]{20,27}' 'x-rate-limit-limit: [0-9]+' 'x-rate-limit-remaining: [0-9]+' 'x-rate-limit-reset: [0-9]{10}' 'date: .* GMT' 'cache-control: no-cache, no-store' 'pragma: no-cache' 'expires: 0' 'x-content-type-options: nosniff' 'strict-transport-security: max-age=315360000; includeSubDomains'
call GET "/api/v1/users/$id"
answers "read" 200 "{\"id\":\"$id\"" "\"self\":{\"href\":\"$ORG/api/v1/users/$id\"}"
bears "with its version" 'etag: W/"[0-9a-f]{64}"'
etag=$(sed -n 's/^[Ee][Tt][Aa][Gg]: //p' <<<"$head")
call POST "/api/v1/users/$id" '{"profile":{"title":"One"}}' --header "If-Match: $etag"
answers "changed if it is still this version" 200 '"title":"One"'
call POST "/api/v1/users/$id" '{"profile":{"title":"Two"}}' --header "If-Match: $etag"
answers "refused if it is not" 412 E0000231
call POST "/api/v1/users/$id" '{"profile":{"title":"Two"}}' --header "If-Match: nonsense"
answers "refused if it is no version" 400 E0000242
call GET "/api/v1/users/$id" "" --header 'Content-Type: application/json; okta-response="omitCredentials,omitCredentialsLinks,omitTransitioningToStatus"'
[[ $body == *'"credentials"'* ]] && status="credentials were shown"
answers "without credentials, when told so" 200 "\"id\":\"$id\""
call GET "//api/v1//users/$id"
answers "slashes too many" 200 "\"id\":\"$id\""
call POST "/api/v1/users/$id/lifecycle/activate?sendEmail=false"
answers "activated without a mail" 200 '{"activationUrl":"'"$ORG"'/*","activationToken":"*"}'
call POST "/api/v1/users/$id/lifecycle/deactivate"
answers "an empty object when it is done" 200 '{}'
call DELETE "/api/v1/users/$id"
answers "removed" 204 ''
call GET "/api/v1/users/$id"
answers "gone" 404 E0000007

story=pages
ids=()
for name in p1 p2 p3; do
    call POST '/api/v1/users?activate=false' "$(user $name)"
    ids+=("$(first_id)")
done
call GET "/api/v1/users?limit=2&filter=profile.lastName+eq+%22Curl%22"
bears "one header line for each link" "link: <$ORG/api/v1/users\?limit=2&filter=profile.lastName\+eq\+%22Curl%22>; rel=\"self\"" "link: <$ORG/api/v1/users\?after=[^&>]+&limit=2&filter=profile.lastName\+eq\+%22Curl%22>; rel=\"next\""
next=$(sed -nE 's/^[Ll]ink: <([^>]*)>; rel="next"/\1/p' <<<"$head")
call GET "${next#"$ORG"}"
answers "the next page" 200 "$PREFIX-p3@example.com"
[[ $head == *'rel="next"'* ]] && status="there is a page after the last"
answers "which is the last" 200 ''
call GET "${next#"$ORG"}x&limit=1"
answers "a cursor that is none" 400 'Invalid cursor.'
for id in "${ids[@]}"; do
    call DELETE "/api/v1/users/$id"
    call DELETE "/api/v1/users/$id"
done

story=groups
call POST /api/v1/groups "{\"profile\":{\"name\":\"$PREFIX eng\"}}"
group=$(first_id)
answers "created, members in Okta's order" 200 '{"id":"00g*","created":"*","lastUpdated":"*","lastMembershipUpdated":"*","objectClass":[[]"okta:user_group"],"type":"OKTA_GROUP","profile":{"name":"'"$PREFIX"' eng","description":null},"_links":{"logo":[[]' '"owners":{"href":"'"$ORG"'/api/v1/groups/' '"users":{"href":"' '"apps":{"href":"'
call GET "/api/v1/groups/$group/users"
answers "nobody in it" 200 '[[]]'
bears "its page names the limit in force" "link: <$ORG/api/v1/groups/$group/users\?limit=[0-9]+>; rel=\"self\""
call DELETE "/api/v1/groups/$group"
answers "removed" 204 ''

story=apps
call POST /api/v1/apps "{\"name\":\"bookmark\",\"label\":\"$PREFIX mark\",\"signOnMode\":\"BOOKMARK\",\"settings\":{\"app\":{\"url\":\"https://example.com\",\"requestIntegration\":false}}}"
app=$(first_id)
answers "created, members in Okta's order" 200 '{"id":"0oa*","orn":"orn:*","name":"bookmark","label":"'"$PREFIX"' mark","status":"ACTIVE","lastUpdated":"*","created":"*","accessibility":{"selfService":false,"errorRedirectUrl":null,"loginRedirectUrl":null},"visibility":{' '"features":[[]],"signOnMode":"BOOKMARK"'
call DELETE "/api/v1/apps/$app"
answers "an active one is not removed" 403 E0000056 '"errorSummary":"Delete application forbidden."'
call POST "/api/v1/apps/$app/lifecycle/deactivate"
answers "an empty object when it is done" 200 '{}'
call DELETE "/api/v1/apps/$app"
answers "removed" 204 ''

story=tokens
# form PATH FORM [curl arguments]: as an OAuth client asks, without the API token.
form() {
    local path=$1 data=$2
    shift 2
    : >"$WORK/body"
    status=$(curl --silent --show-error --output "$WORK/body" --write-out '%{http_code}' --data "$data" "$@" "$ORG$path")
    body=$(cat "$WORK/body")
}
member() { sed -n "s/.*\"$1\":\"\([^\"]*\)\".*/\1/p" <<<"$body"; }
call POST /api/v1/authorizationServers "{\"name\":\"$PREFIX cars\",\"description\":\"d\",\"audiences\":[\"api://$PREFIX\"]}"
server=$(first_id)
answers "a server, members in Okta's order" 201 '{"id":"aus*","name":"'"$PREFIX"' cars","description":"d","audiences":[[]"api://'"$PREFIX"'"],"issuer":"'"$ORG"'/oauth2/'
call POST "/api/v1/authorizationServers/$server/scopes" '{"name":"car:drive"}'
call POST /api/v1/apps "{\"name\":\"oidc_client\",\"label\":\"$PREFIX robot\",\"signOnMode\":\"OPENID_CONNECT\",\"credentials\":{\"oauthClient\":{\"token_endpoint_auth_method\":\"client_secret_basic\"}},\"settings\":{\"oauthClient\":{\"application_type\":\"service\",\"grant_types\":[\"client_credentials\"],\"response_types\":[\"token\"]}}}"
app=$(first_id)
client=$(member client_id) secret=$(member client_secret)
basic=(--user "$client:$secret")
ask='grant_type=client_credentials&scope=car:drive'
form "/oauth2/$server/v1/token" "$ask" "${basic[@]}"
answers "no policy, no token" 400 '"error":"access_denied"' 'Policy evaluation failed for this request'
call POST "/api/v1/authorizationServers/$server/policies" '{"type":"OAUTH_AUTHORIZATION_POLICY","status":"ACTIVE","name":"P","description":"d","priority":1,"conditions":{"clients":{"include":["ALL_CLIENTS"]}}}'
policy=$(first_id)
call POST "/api/v1/authorizationServers/$server/policies/$policy/rules" '{"type":"RESOURCE_ACCESS","name":"R","priority":1,"conditions":{"people":{"groups":{"include":["EVERYONE"]}},"grantTypes":{"include":["client_credentials"]},"scopes":{"include":["*"]}},"actions":{"token":{"accessTokenLifetimeMinutes":10}}}'
form "/oauth2/$server/v1/token" "$ask" "${basic[@]}"
answers "a token by the rule" 200 '"token_type":"Bearer"' '"expires_in":600' '"access_token":"' '"scope":"car:drive"'
token=$(member access_token)
form "/oauth2/$server/v1/token" "$ask" --user "$client:wrong"
answers "a wrong secret" 401 '"error":"invalid_client"'
form "/oauth2/$server/v1/token" 'grant_type=client_credentials&scope=car:fly' "${basic[@]}"
answers "a scope that is none" 400 '"error":"invalid_scope"'
form "/oauth2/$server/v1/introspect" "token=$token" "${basic[@]}"
answers "the token is known" 200 '"active":true' '"client_id":"'"$client"'"' '"scope":"car:drive"'
form "/oauth2/$server/v1/revoke" "token=$token" "${basic[@]}"
answers "and taken back" 200 ''
form "/oauth2/$server/v1/introspect" "token=$token" "${basic[@]}"
answers "known no more" 200 '{"active":false}'
call POST "/api/v1/apps/$app/lifecycle/deactivate"
call DELETE "/api/v1/apps/$app"
call POST "/api/v1/authorizationServers/$server/lifecycle/deactivate"
call DELETE "/api/v1/authorizationServers/$server"
answers "the server is removed" 204 ''

story=policies
call GET '/api/v1/policies?type=PASSWORD'
answers "the default one, members in Okta's order" 200 '[[]{"id":"00p*","status":"ACTIVE","name":"Default Policy","description":"*","priority":1,"system":true,"conditions":{*},"created":"*","lastUpdated":"*"*"_links":{'
call GET /api/v1/policies
answers "the type must be named" 400 E0000028
call GET /api/v1/policies/00pnope
answers "one that is not there" 404 'Not found: Resource not found: 00pnope (Policy)'

story="well known"
status=$(curl --silent --output "$WORK/body" --write-out '%{http_code}' "$ORG/.well-known/okta-organization")
body=$(cat "$WORK/body")
answers "the org, without a token" 200 '{"id":"00o*"cell":"*"_links":{"organization":{"href":"'"$ORG"'"}' '"pipeline":"idx"'
status=$(curl --silent --output "$WORK/body" --write-out '%{http_code}' --request POST --data 'grant_type=client_credentials&scope=okta.users.read' "$ORG/oauth2/v1/token")
body=$(cat "$WORK/body")
answers "no token for nobody" 401 '"error":"invalid_client"' '"error_description":'

# What other people's clients send and expect, and no SDK shows.
story="as clients ask"
call GET '/api/v1/iam/roles?limit=200'
answers "a limit that the list does not have" 200 '{"roles":[[]'
call GET '/api/v1/iam/resource-sets?limit=200'
answers "nor the list of resource sets" 200 '{"resource-sets":[[]'
call GET '/api/v1/users?limit=100000'
answers "a limit above the maximum of users" 200 '[[]'
bears "is the maximum" "link: <$ORG/api/v1/users\?limit=200>; rel=\"self\""
call GET '/api/v1/zones?limit=100000'
answers "a limit above the maximum of zones" 400 'limit: must be a number from 1 to 200'
call POST /api/v1/behaviors "{\"name\":\"$PREFIX speed\",\"type\":\"VELOCITY\",\"settings\":{\"velocityKph\":805}}"
behavior=$(first_id)
answers "times of a behavior, as Okta writes them" 200 '"created":"20[0-9][0-9]-??-?? ??:??:??.0","lastUpdated":"20[0-9][0-9]-??-?? ??:??:??.0","_links":{"self"'
call DELETE "/api/v1/behaviors/$behavior"
answers "the behavior is removed" 204 ''
call POST /api/v1/apps "{\"label\":\"$PREFIX saml\",\"signOnMode\":\"SAML_2_0\",\"settings\":{\"signOn\":{\"ssoAcsUrl\":\"https://example.com/acs\",\"recipient\":\"https://example.com/acs\",\"destination\":\"https://example.com/acs\",\"audience\":\"https://example.com\",\"subjectNameIdTemplate\":\"\${user.userName}\",\"subjectNameIdFormat\":\"urn:oasis:names:tc:SAML:1.1:nameid-format:unspecified\",\"responseSigned\":true,\"assertionSigned\":true,\"signatureAlgorithm\":\"RSA_SHA256\",\"digestAlgorithm\":\"SHA256\",\"honorForceAuthn\":true,\"authnContextClassRef\":\"urn:oasis:names:tc:SAML:2.0:ac:classes:PasswordProtectedTransport\"}}}"
app=$(first_id) key=$(member kid)
metadata="/api/v1/apps/$app/sso/saml/metadata?kid=$key"
ACCEPT='application/json, */*;q=0.8' call GET "$metadata"
bears "SAML metadata is text/xml" 'content-type: text/xml(;.*)?'
ACCEPT=application/xml call GET "$metadata"
bears "unless application/xml is asked for" 'content-type: application/xml(;.*)?'
call POST "/api/v1/apps/$app/lifecycle/deactivate"
call DELETE "/api/v1/apps/$app"
answers "the app is removed" 204 ''

# anybody METHOD PATH [BODY] [curl arguments]: without the token.
anybody() { OKTA_CLIENT_TOKEN='' call "$@"; }
story="before anybody is signed in"
for attempt in '{}' '{"username":"x"}' '{"username":"x","password":""}'; do
    anybody POST /api/v1/authn "$attempt"
    answers "$attempt signs nobody in" 400 "$(code E0000001)" '"errorSummary":"Api validation failed: authRequest"' "The 'username' and 'password' attributes are required in this context."
done
person="$PREFIX-new@example.com"
call POST '/api/v1/users?activate=true' "{\"profile\":{\"firstName\":\"New\",\"lastName\":\"Curl\",\"email\":\"$person\",\"login\":\"$person\"},\"credentials\":{\"password\":{\"value\":\"Abcd1234#x\"}}}"
id=$(first_id)
anybody GET "/api/v1/users/$id/factors/questions"
answers "the questions to choose from are no secret" 200 '"question":"disliked_food"'
call POST "/api/v1/users/$id/lifecycle/expire_password"
anybody POST /api/v1/authn "{\"username\":\"$person\",\"password\":\"Abcd1234#x\"}"
answers "a password that has expired" 200 '"status":"PASSWORD_EXPIRED"'
anybody POST /api/v1/authn/introspect "{\"stateToken\":\"$(member stateToken)\"}"
answers "the transaction, read again" 200 '"status":"PASSWORD_EXPIRED"'
for way in SMS CALL; do
    anybody POST /api/v1/authn/recovery/password "{\"username\":\"$person\",\"factorType\":\"$way\"}"
    answers "recovery by $way is known, and off by the policy" 403 "$(code E0000034)"
done
call DELETE "/api/v1/users/$id"
call DELETE "/api/v1/users/$id"
answers "the user is removed" 204 ''
anybody GET '/.well-known/webfinger?resource=okta:acct:x'
answers "who signs this user in" 200 '"rel":"https://openid.net/specs/connect/1.0/issuer"'
for document in openid-configuration oauth-authorization-server; do
    anybody GET "/.well-known/$document"
    answers "$document of the org" 200 "\"issuer\":\"$ORG\"" "\"authorization_endpoint\":\"$ORG/oauth2/v1/authorize\""
done
anybody GET /oauth2/v1/keys
answers "keys of the org" 200 '{"keys":[[]{"kty":"RSA"'
anybody GET "/api/v1/sessions/me" '' --header 'Origin: https://stranger.example.com'
[[ ${head,,} == *access-control-allow-origin* ]] && status="a stranger was let in"
answers "a page of a stranger" 403 ''
call POST /api/v1/trustedOrigins "{\"name\":\"$PREFIX page\",\"origin\":\"https://$PREFIX.example.com\",\"scopes\":[{\"type\":\"CORS\"}]}"
origin=$(first_id)
anybody GET /api/v1/sessions/me '' --header "Origin: https://$PREFIX.example.com"
bears "a page of a trusted origin" "access-control-allow-origin: https://$PREFIX.example.com" 'access-control-allow-credentials: true'
anybody OPTIONS /api/v1/authn '' --header "Origin: https://$PREFIX.example.com" --header 'Access-Control-Request-Method: POST'
bears "and before it posts" "access-control-allow-origin: https://$PREFIX.example.com" 'access-control-allow-methods: .*POST.*'
call DELETE "/api/v1/trustedOrigins/$origin"
answers "the origin is removed" 204 ''

# A real org serves these.
if [ "${CONFORMANCE_LIVE:-}" != 1 ]; then
    story="not served"
    while read -r method path operation; do
        call "$method" "$path"
        answers "$operation is told by its name" 501 "$(code E0000060)" "\"errorSummary\":\"Unsupported operation: $operation\""
    done <<'LIST'
GET /device-access/api/v1/desktop-mfa/recovery-pin-settings getDesktopMFARecoveryPinOrgSetting
GET /workload-principals/api/v1/ai-agents listAIAgents
GET /integrations/api/v1/submissions listSubmissions
GET /api/v1/risk/providers listRiskProviders
GET /api/v1/meta/layouts/apps/bookmark getAppUISchemaLinks
GET /api/v1/operations/1 getOperationStatus
LIST
fi

exit $failed
