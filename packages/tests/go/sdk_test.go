package tried

import (
	"bufio"
	"context"
	"encoding/base64"
	"encoding/json"
	"net/http"
	"os"
	"os/exec"
	"strings"
	"testing"
	"time"

	"github.com/okta/okta-sdk-golang/v6/okta"
	"oktars.dev/oktarstest"
)

func client(t *testing.T, org *oktarstest.Org) *okta.APIClient {
	t.Helper()
	configuration, err := okta.NewConfiguration(
		okta.WithOrgUrl(org.URL), okta.WithToken(org.Token), okta.WithTestingDisableHttpsCheck(true), okta.WithCache(false))
	if err != nil {
		t.Fatal(err)
	}
	configuration.Host = org.Host()
	return okta.NewAPIClient(configuration)
}

func ann() okta.CreateUserRequest {
	profile := okta.NewUserProfile()
	profile.SetLogin("ann@tried.example")
	profile.SetEmail("ann@tried.example")
	profile.SetFirstName("Ann")
	profile.SetLastName("Lee")
	return *okta.NewCreateUserRequest(*profile)
}

func isUp(url string) bool {
	answer, err := http.Get(url + "/.well-known/okta-organization")
	if err != nil {
		return false
	}
	answer.Body.Close()
	return answer.StatusCode == http.StatusOK
}

// An org, and what a test asks of it.
func TestOrg(t *testing.T) {
	org := oktarstest.Start(t, oktarstest.Options{Seed: "demo", Apps: []string{"web=http://localhost:3000/callback"}})
	sdk := client(t, org)
	user, _, err := sdk.UserAPI.CreateUser(context.Background()).Body(ann()).Execute()
	if err != nil {
		t.Fatal(err)
	}
	if user.GetStatus() != "PROVISIONED" {
		t.Errorf("the status is %s", user.GetStatus())
	}
	var sent []oktarstest.Mail
	for _, mail := range org.Outbox() {
		if mail.To == "ann@tried.example" {
			sent = append(sent, mail)
		}
	}
	if len(sent) != 1 || sent[0].Kind != "activation" {
		t.Errorf("these mails were sent: %+v", sent)
	}
	tokens := org.SignIn(oktarstest.SignIn{Scopes: []string{"openid", "email"}})
	part, err := base64.RawURLEncoding.DecodeString(strings.Split(tokens.AccessToken, ".")[1])
	if err != nil {
		t.Fatal(err)
	}
	var claims map[string]any
	if err := json.Unmarshal(part, &claims); err != nil {
		t.Fatal(err)
	}
	if claims["iss"] != org.App().Issuer || claims["sub"] != org.App().Login {
		t.Errorf("the token says %v", claims)
	}
	before := org.Now()
	if passed := org.Advance(3 * time.Hour).Sub(before); passed < 3*time.Hour || passed > 3*time.Hour+time.Minute {
		t.Errorf("%v passed", passed)
	}
	org.AddFault(oktarstest.Fault{"path": "/api/v1/groups/*", "status": 404, "times": 1})
	everyone, _, err := sdk.GroupAPI.ListGroups(context.Background()).Q("Everyone").Execute()
	if err != nil || len(everyone) != 1 {
		t.Fatal(everyone, err)
	}
	if _, answer, err := sdk.GroupAPI.GetGroup(context.Background(), everyone[0].GetId()).Execute(); err == nil || answer.StatusCode != 404 {
		t.Errorf("the fault was not played: %v", err)
	}
	org.Reset()
	if _, answer, err := sdk.UserAPI.GetUser(context.Background(), user.GetId()).Execute(); err == nil || answer.StatusCode != 404 {
		t.Errorf("the user is still there: %v", err)
	}
}

// Tests that share an org begin with the same state.
func TestShared(t *testing.T) {
	org, err := oktarstest.New(oktarstest.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer org.Stop()
	for _, name := range []string{"first", "second"} {
		t.Run(name, func(t *testing.T) {
			own := org.For(t)
			var groups []map[string]any
			own.API("GET", "/api/v1/groups?q=Tried", nil, &groups)
			if len(groups) != 0 {
				t.Errorf("the test before left %v", groups)
			}
			own.API("POST", "/api/v1/groups", map[string]any{"profile": map[string]any{"name": "Tried"}}, nil)
		})
	}
}

func TestContentsAndTLS(t *testing.T) {
	users := []any{map[string]any{"profile": map[string]any{
		"firstName": "Bob", "lastName": "Ray", "email": "bob@tried.example", "login": "bob@tried.example"}}}
	org := oktarstest.Start(t, oktarstest.Options{Contents: map[string]any{"users": users}, Token: "00tried-token", TLS: true})
	var bob struct{ Profile struct{ LastName string } }
	org.API("GET", "/api/v1/users/bob@tried.example", nil, &bob)
	if bob.Profile.LastName != "Ray" || org.Token != "00tried-token" || !strings.HasPrefix(org.URL, "https:") {
		t.Error(bob, org.Token, org.URL)
	}
}

// A test program that was killed leaves nothing behind. The program is this one, which serves until it is killed.
func TestKilled(t *testing.T) {
	if os.Getenv("TRIED_SERVES") != "" {
		org := oktarstest.Start(t, oktarstest.Options{})
		os.Stdout.WriteString("URL " + org.URL + "\n")
		time.Sleep(time.Minute)
	}
	command := exec.Command(os.Args[0], "-test.run=TestKilled")
	command.Env = append(os.Environ(), "TRIED_SERVES=1")
	out, err := command.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := command.Start(); err != nil {
		t.Fatal(err)
	}
	lines := bufio.NewScanner(out)
	url := ""
	for url == "" && lines.Scan() {
		if found, is := strings.CutPrefix(lines.Text(), "URL "); is {
			url = found
		}
	}
	if !isUp(url) {
		t.Fatalf("%q is not served", url)
	}
	_ = command.Process.Kill()
	_ = command.Wait()
	for end := time.Now().Add(10 * time.Second); isUp(url); time.Sleep(50 * time.Millisecond) {
		if time.Now().After(end) {
			t.Fatal("the org outlived the program that started it")
		}
	}
}

func TestWrong(t *testing.T) {
	if _, err := oktarstest.New(oktarstest.Options{Seed: "many"}); err == nil || !strings.Contains(err.Error(), "write `empty`, `demo`") {
		t.Error(err)
	}
	other := t.TempDir() + "/oktars"
	script := "#!/bin/sh\necho '{\"url\":\"http://127.0.0.1:1\",\"token\":\"t\",\"version\":\"9.9.9\"}'\nsleep 5\n"
	if err := os.WriteFile(other, []byte(script), 0o755); err != nil {
		t.Fatal(err)
	}
	t.Setenv("OKTARS", other)
	if _, err := oktarstest.New(oktarstest.Options{}); err == nil || !strings.Contains(err.Error(), "has version 9.9.9") {
		t.Error(err)
	}
}
