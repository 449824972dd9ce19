// A Go program with go-oidc and golang.org/x/oauth2: people sign in through the pages of the org, at both kinds of
// server. Every step prints `ok` or `not ok`.
package main

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"os"
	"reflect"
	"regexp"
	"strings"

	"github.com/coreos/go-oidc/v3/oidc"
	"golang.org/x/oauth2"
)

const (
	callback = "http://localhost:3000/callback"
	password = "Correct-Horse-7-Battery"
	login    = "ann@acme.example"
)

var (
	// A browser takes a cookie for the name of the host, so both sides are called the same.
	org    = strings.Replace(os.Getenv("OKTA_CLIENT_ORGURL"), "127.0.0.1", "localhost", 1)
	failed = 0
)

func is(step string, found, expected any) {
	if reflect.DeepEqual(found, expected) {
		fmt.Printf("ok sign-in %s\n", step)
		return
	}
	failed++
	fmt.Printf("not ok sign-in %s\n    expected %v, found %v\n", step, expected, found)
}

func refused(step string, err error, part string) {
	is(step, err != nil && strings.Contains(err.Error(), part), true)
	if err != nil && !strings.Contains(err.Error(), part) {
		fmt.Printf("    %v\n", err)
	}
}

// api asks the management API, as an administrator.
func api(method, path string, body any) (map[string]any, error) {
	text, err := json.Marshal(body)
	if err != nil {
		return nil, err
	}
	request, err := http.NewRequest(method, org+path, bytes.NewReader(text))
	if err != nil {
		return nil, err
	}
	request.Header.Set("authorization", "SSWS "+os.Getenv("OKTA_CLIENT_TOKEN"))
	request.Header.Set("content-type", "application/json")
	answer, err := http.DefaultClient.Do(request)
	if err != nil {
		return nil, err
	}
	defer answer.Body.Close()
	told, err := io.ReadAll(answer.Body)
	if err != nil || answer.StatusCode >= 300 {
		return nil, fmt.Errorf("%s %s answers %d: %s", method, path, answer.StatusCode, told)
	}
	made := map[string]any{}
	return made, json.Unmarshal(told, &made)
}

func person() (string, error) {
	profile := map[string]any{"firstName": "Ann", "lastName": "Acme", "email": login, "login": login}
	credentials := map[string]any{"password": map[string]any{"value": password}}
	made, err := api("POST", "/api/v1/users?activate=true", map[string]any{"profile": profile, "credentials": credentials})
	if err != nil {
		return "", err
	}
	return made["id"].(string), nil
}

func app(user, label string) (*oauth2.Config, error) {
	settings := map[string]any{
		"application_type": "web",
		"redirect_uris":    []string{callback},
		"response_types":   []string{"code"},
		"grant_types":      []string{"authorization_code", "refresh_token"},
	}
	made, err := api("POST", "/api/v1/apps", map[string]any{
		"name":       "oidc_client",
		"label":      label,
		"signOnMode": "OPENID_CONNECT",
		"settings":   map[string]any{"oauthClient": settings},
	})
	if err != nil {
		return nil, err
	}
	if _, err = api("POST", "/api/v1/apps/"+made["id"].(string)+"/users", map[string]any{"id": user}); err != nil {
		return nil, err
	}
	client := made["credentials"].(map[string]any)["oauthClient"].(map[string]any)
	return &oauth2.Config{ClientID: client["client_id"].(string), ClientSecret: client["client_secret"].(string), RedirectURL: callback}, nil
}

var (
	hidden = regexp.MustCompile(`<input type="hidden" name="([^"]*)" value="([^"]*)"`)
	action = regexp.MustCompile(`<form[^>]* action="([^"]*)"`)
)

// signedIn is where the browser of somebody who signs in ends up: at the app.
func signedIn(authorize string) (url.Values, error) {
	jar, err := cookiejar.New(nil)
	if err != nil {
		return nil, err
	}
	browser := &http.Client{Jar: jar, CheckRedirect: func(request *http.Request, _ []*http.Request) error {
		if strings.HasPrefix(request.URL.String(), callback) {
			return http.ErrUseLastResponse
		}
		return nil
	}}
	page, err := browser.Get(authorize)
	for _, typed := range []url.Values{{"identifier": {login}}, {"credentials.passcode": {password}}} {
		if err != nil {
			return nil, err
		}
		if page, err = sendForm(browser, page, typed); err != nil {
			return nil, err
		}
	}
	back, err := page.Location()
	if err != nil {
		return nil, fmt.Errorf("the sign-in ends with status %d and no redirect: %w", page.StatusCode, err)
	}
	return back.Query(), nil
}

func sendForm(browser *http.Client, page *http.Response, typed url.Values) (*http.Response, error) {
	defer page.Body.Close()
	text, err := io.ReadAll(page.Body)
	if err != nil {
		return nil, err
	}
	for _, found := range hidden.FindAllStringSubmatch(string(text), -1) {
		typed.Set(found[1], found[2])
	}
	target := action.FindStringSubmatch(string(text))
	if target == nil {
		return nil, fmt.Errorf("a page without a form, with status %d", page.StatusCode)
	}
	where, err := page.Request.URL.Parse(target[1])
	if err != nil {
		return nil, err
	}
	return browser.PostForm(where.String(), typed)
}

func told(name, issuer, user string) error {
	step := func(text string) string { return "go-oidc, " + name + ": " + text }
	ctx := context.Background()
	client, err := app(user, "Go, "+name)
	if err != nil {
		return err
	}
	provider, err := oidc.NewProvider(ctx, issuer)
	if err != nil {
		return err
	}
	client.Endpoint = provider.Endpoint()
	client.Scopes = []string{oidc.ScopeOpenID, "email", oidc.ScopeOfflineAccess}
	verifier := oauth2.GenerateVerifier()
	// kubelogin sends this one as well, and Okta ignores it.
	asked := client.AuthCodeURL("s", oauth2.AccessTypeOffline, oidc.Nonce("n"), oauth2.S256ChallengeOption(verifier))
	back, err := signedIn(asked)
	if err != nil {
		return err
	}
	is(step("the state comes back"), back.Get("state"), "s")
	token, err := client.Exchange(ctx, back.Get("code"), oauth2.VerifierOption(verifier))
	if err != nil {
		return err
	}
	raw, _ := token.Extra("id_token").(string)
	id, err := provider.Verifier(&oidc.Config{ClientID: client.ClientID}).Verify(ctx, raw)
	if err != nil {
		return err
	}
	is(step("the ID token holds"), []string{id.Subject, id.Nonce, id.Issuer}, []string{user, "n", issuer})
	is(step("at_hash holds"), id.VerifyAccessToken(token.AccessToken), nil)
	_, err = provider.Verifier(&oidc.Config{ClientID: "another"}).Verify(ctx, raw)
	refused(step("refused for another client"), err, "expected audience")
	info, err := provider.UserInfo(ctx, oauth2.StaticTokenSource(token))
	if err != nil {
		return err
	}
	is(step("user info"), []any{info.Subject, info.Email, info.EmailVerified}, []any{user, login, true})
	renewed, err := client.TokenSource(ctx, &oauth2.Token{RefreshToken: token.RefreshToken}).Token()
	if err != nil {
		return err
	}
	is(step("the refresh token renews"), renewed.AccessToken != "" && renewed.AccessToken != token.AccessToken, true)
	_, err = client.Exchange(ctx, back.Get("code"), oauth2.VerifierOption(verifier))
	refused(step("refused: a code used twice"), err, "invalid_grant")
	_, err = provider.UserInfo(ctx, oauth2.StaticTokenSource(token))
	refused(step("which ends what it gave"), err, "401")
	return nil
}

// access tells whose access tokens everybody can check: those of a custom server.
func access(user string) error {
	ctx := context.Background()
	for _, server := range []struct{ name, issuer, audience string }{
		{"a custom server", org + "/oauth2/default", "api://default"},
		{"the org's own server", org, org},
	} {
		client, err := app(user, "Go access, "+server.name)
		if err != nil {
			return err
		}
		provider, err := oidc.NewProvider(ctx, server.issuer)
		if err != nil {
			return err
		}
		client.Endpoint = provider.Endpoint()
		client.Scopes = []string{oidc.ScopeOpenID}
		back, err := signedIn(client.AuthCodeURL("s"))
		if err != nil {
			return err
		}
		token, err := client.Exchange(ctx, back.Get("code"))
		if err != nil {
			return err
		}
		_, err = provider.Verifier(&oidc.Config{ClientID: server.audience}).Verify(ctx, token.AccessToken)
		if server.audience == org {
			refused("go-oidc, refused: an access token of the org's own server", err, "failed to verify signature")
			continue
		}
		is("go-oidc, an access token of a custom server", err, nil)
	}
	return nil
}

func main() {
	user, err := person()
	if err == nil {
		err = told("a custom server", org+"/oauth2/default", user)
	}
	if err == nil {
		err = told("the org's own server", org, user)
	}
	if err == nil {
		err = access(user)
	}
	if err != nil {
		failed++
		fmt.Printf("not ok sign-in go-oidc is told to its end\n    %v\n", err)
	}
	if failed > 0 {
		os.Exit(1)
	}
}
