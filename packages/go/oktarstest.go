// Package oktarstest gives tests a local org that behaves as an Okta org does.
//
//	func TestSuspend(t *testing.T) {
//		org := oktarstest.Start(t, oktarstest.Options{Seed: "demo"})
//		// org.URL and org.Token are for Okta's SDK.
//		org.Advance(3 * time.Hour)
//	}
//
// It needs the command oktars in the PATH, or named by the variable OKTARS, with the version of this module.
package oktarstest

import (
	"bufio"
	"bytes"
	"crypto/tls"
	"crypto/x509"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"sync"
	"testing"
	"time"
)

// Version is the version of this module and of the command that it needs.
const Version = "0.1.0"

const (
	patience     = 60 * time.Second
	lastPatience = 3 * time.Second
	startOfTest  = "oktars: start of each test"
)

// Options says what the org holds and how it is served. The zero value is an empty org.
type Options struct {
	// Seed is "empty", "demo", a number of users, or the path of a JSON file.
	Seed string
	// Contents are users, groups and apps as the bodies that Okta's API takes, in place of a Seed.
	Contents map[string]any
	// Apps are apps to sign in to: "web=http://localhost:3000/callback", "spa=..", "native=.." or "service".
	Apps []string
	// Token is the API token to accept.
	Token string
	// RateLimits is "off", "default" or a factor.
	RateLimits string
	// SignInAs signs every browser in as this user.
	SignInAs string
	// TLS serves https; Org.Client trusts it.
	TLS bool
	// Args are more arguments of `oktars org serve`.
	Args []string
}

// App is what an app and who signs in to it need.
type App struct {
	Kind         string `json:"kind"`
	Issuer       string `json:"issuer"`
	ClientID     string `json:"clientId"`
	ClientSecret string `json:"clientSecret"`
	RedirectURI  string `json:"redirectUri"`
	Login        string `json:"login"`
	Password     string `json:"password"`
	Scope        string `json:"scope"`
}

// Mail is a mail or another message that Okta would have sent.
type Mail struct {
	Kind   string    `json:"kind"`
	To     string    `json:"to"`
	UserID string    `json:"userId"`
	Token  string    `json:"token"`
	URL    string    `json:"url"`
	Sent   time.Time `json:"sent"`
}

// Request is a request as the org saw it, without its secrets.
type Request struct {
	Number int         `json:"number"`
	Method string      `json:"method"`
	Path   string      `json:"path"`
	Target string      `json:"target"`
	Query  [][2]string `json:"query"`
	Body   string      `json:"body"`
	Status *int        `json:"status"`
}

// Fault is something that goes wrong; see "Faults" in the documentation of the local org.
type Fault map[string]any

// SignIn says who signs in, and to what. Without a user or a client it is that of the org's first app.
type SignIn struct {
	User         string   `json:"user,omitempty"`
	Client       string   `json:"client,omitempty"`
	Scopes       []string `json:"scopes,omitempty"`
	AMR          []string `json:"amr,omitempty"`
	Server       *string  `json:"server,omitempty"`
	RedirectURI  string   `json:"redirectUri,omitempty"`
	Nonce        string   `json:"nonce,omitempty"`
	State        string   `json:"state,omitempty"`
	ResponseType string   `json:"responseType,omitempty"`
}

// Tokens are what a sign-in answers.
type Tokens struct {
	AccessToken  string `json:"access_token"`
	IDToken      string `json:"id_token"`
	RefreshToken string `json:"refresh_token"`
	Code         string `json:"code"`
	Scope        string `json:"scope"`
}

// Org is a local org that is running. Its methods end the test if the org refuses what they ask for.
type Org struct {
	URL   string
	Token string
	// CA is the file with the certificate to trust, if the org is served over TLS.
	CA   string
	Apps []App
	// Client trusts the org, and sends no token.
	Client *http.Client

	t       testing.TB
	process *process
}

type process struct {
	command *exec.Cmd
	ended   chan struct{}
	once    sync.Once
}

type ready struct {
	URL     string `json:"url"`
	Token   string `json:"token"`
	CA      string `json:"ca"`
	Version string `json:"version"`
	Apps    []App  `json:"apps"`
}

// Start starts an org for a test, and ends it with the test.
func Start(t testing.TB, options Options) *Org {
	t.Helper()
	org, err := New(options)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(org.Stop)
	org.t = t
	return org
}

// New starts an org for several tests: call it from TestMain, Stop it there, and use For in each test.
func New(options Options) (*Org, error) {
	binary, err := find()
	if err != nil {
		return nil, err
	}
	arguments, clean, err := arguments(options)
	if err != nil {
		return nil, err
	}
	defer clean()
	command := exec.Command(binary, arguments...)
	for _, variable := range os.Environ() {
		if !strings.HasPrefix(variable, "OKTARS_LOCAL_TOKEN=") {
			command.Env = append(command.Env, variable)
		}
	}
	if options.Token != "" {
		// Other users of the machine can read arguments, and not the environment.
		command.Env = append(command.Env, "OKTARS_LOCAL_TOKEN="+options.Token)
	}
	return launch(command)
}

func launch(command *exec.Cmd) (*Org, error) {
	complaints := &tail{}
	command.Stderr = complaints
	out, err := command.StdoutPipe()
	if err != nil {
		return nil, err
	}
	if err := command.Start(); err != nil {
		return nil, fmt.Errorf("oktars: %w", err)
	}
	late := time.AfterFunc(patience, func() { _ = command.Process.Kill() })
	line, readErr := bufio.NewReader(out).ReadBytes('\n')
	late.Stop()
	running := &process{command: command, ended: make(chan struct{})}
	go func() {
		_ = command.Wait()
		close(running.ended)
	}()
	var said ready
	if readErr != nil || json.Unmarshal(line, &said) != nil {
		running.stop()
		return nil, fmt.Errorf("oktars: the command did not say where its org is\n%s", complaints)
	}
	org := &Org{URL: said.URL, Token: said.Token, CA: said.CA, Apps: said.Apps, process: running, Client: &http.Client{}}
	if said.Version != Version {
		org.Stop()
		if said.Version == "" {
			said.Version = "before 0.1.0"
		}
		return nil, fmt.Errorf("oktars: this module has version %s, and the command %s has version %s: use the two with the same version",
			Version, command.Path, said.Version)
	}
	transport := &http.Transport{Proxy: nil}
	if said.CA != "" {
		pem, err := os.ReadFile(said.CA)
		if err != nil {
			org.Stop()
			return nil, err
		}
		pool := x509.NewCertPool()
		pool.AppendCertsFromPEM(pem)
		transport.TLSClientConfig = &tls.Config{RootCAs: pool, MinVersion: tls.VersionTLS12}
	}
	org.Client.Transport = transport
	return org, nil
}

// Host is the host of the org with its port. Okta's SDK leaves the port out, so its configuration needs it:
//
//	configuration.Host = org.Host()
func (o *Org) Host() string {
	if address, err := url.Parse(o.URL); err == nil {
		return address.Host
	}
	return ""
}

// For gives a test the org in the state in which each test begins: that of the first call. Tests that share an org must
// not run in parallel.
func (o *Org) For(t testing.TB) *Org {
	t.Helper()
	own := *o
	own.t = t
	o.process.once.Do(func() { own.Snapshot(startOfTest) })
	own.Restore(startOfTest)
	return &own
}

// App is the first app.
func (o *Org) App() App {
	o.t.Helper()
	if len(o.Apps) == 0 {
		o.t.Fatal("oktars: the org was started without an app")
	}
	return o.Apps[0]
}

// Outbox has the mails and messages that Okta would have sent, oldest first.
func (o *Org) Outbox() []Mail {
	o.t.Helper()
	var mails []Mail
	o.control("GET", "outbox", nil, &mails)
	return mails
}

// Requests has the requests that came.
func (o *Org) Requests() []Request {
	o.t.Helper()
	var requests []Request
	o.control("GET", "requests", nil, &requests)
	return requests
}

// Now is the time of the org.
func (o *Org) Now() time.Time {
	o.t.Helper()
	return o.clock("GET", nil)
}

// Advance moves the clock on.
func (o *Org) Advance(by time.Duration) time.Time {
	o.t.Helper()
	return o.clock("POST", map[string]any{"advance": by.Seconds()})
}

// SetClock sets the clock, and may stop it.
func (o *Org) SetClock(to time.Time, stop bool) time.Time {
	o.t.Helper()
	return o.clock("POST", map[string]any{"set": to.UTC().Format(time.RFC3339Nano), "stop": stop})
}

func (o *Org) clock(method string, body any) time.Time {
	o.t.Helper()
	var clock struct {
		Now time.Time `json:"now"`
	}
	o.control(method, "clock", body, &clock)
	return clock.Now
}

// AddFault plays a fault.
func (o *Org) AddFault(fault Fault) {
	o.t.Helper()
	o.control("POST", "faults", fault, nil)
}

// ClearFaults ends all faults.
func (o *Org) ClearFaults() {
	o.t.Helper()
	o.control("DELETE", "faults", nil, nil)
}

// Reset makes the org again, as it was at the start.
func (o *Org) Reset() {
	o.t.Helper()
	o.control("POST", "reset", map[string]any{}, nil)
}

// Snapshot keeps the state under a name.
func (o *Org) Snapshot(name string) {
	o.t.Helper()
	o.control("POST", "snapshot", map[string]any{"name": name}, nil)
}

// Restore goes back to a state that was kept.
func (o *Org) Restore(name string) {
	o.t.Helper()
	o.control("POST", "restore", map[string]any{"name": name}, nil)
}

// SignIn signs somebody in without a browser.
func (o *Org) SignIn(as SignIn) Tokens {
	o.t.Helper()
	if as.User == "" {
		as.User = o.App().Login
	}
	if as.Client == "" {
		as.Client = o.App().ClientID
	}
	// Tokens name the host that was asked, so ask under the one that the app knows.
	base := o.URL
	for _, app := range o.Apps {
		if issuer, err := url.Parse(app.Issuer); err == nil && app.ClientID == as.Client {
			base = issuer.Scheme + "://" + issuer.Host
		}
	}
	var tokens Tokens
	if err := o.send("POST", base+"/_local/sign-in", as, &tokens); err != nil {
		o.t.Fatal(err)
	}
	return tokens
}

// API sends a request with the API token: org.API("GET", "/api/v1/users", nil, &users).
func (o *Org) API(method, path string, body, into any) {
	o.t.Helper()
	if err := o.send(method, o.URL+path, body, into); err != nil {
		o.t.Fatal(err)
	}
}

// Stop ends the org.
func (o *Org) Stop() { o.process.stop() }

func (p *process) stop() {
	_ = p.command.Process.Signal(os.Interrupt)
	select {
	case <-p.ended:
	case <-time.After(lastPatience):
		_ = p.command.Process.Kill()
		<-p.ended
	}
}

func (o *Org) control(method, name string, body, into any) {
	o.t.Helper()
	if err := o.send(method, o.URL+"/_local/"+name, body, into); err != nil {
		o.t.Fatal(err)
	}
}

func (o *Org) send(method, address string, body, into any) error {
	var content io.Reader
	if body != nil {
		written, err := json.Marshal(body)
		if err != nil {
			return err
		}
		content = bytes.NewReader(written)
	}
	request, err := http.NewRequest(method, address, content)
	if err != nil {
		return err
	}
	request.Header.Set("Authorization", "SSWS "+o.Token)
	request.Header.Set("Content-Type", "application/json")
	answer, err := o.Client.Do(request)
	if err != nil {
		return err
	}
	defer answer.Body.Close()
	read, err := io.ReadAll(answer.Body)
	if err != nil {
		return err
	}
	if answer.StatusCode >= 400 {
		return fmt.Errorf("oktars: %s %s was refused with %d: %s", method, request.URL.Path, answer.StatusCode, bytes.TrimSpace(read))
	}
	if into == nil || len(read) == 0 {
		return nil
	}
	return json.Unmarshal(read, into)
}

// find finds the command.
func find() (string, error) {
	if named := os.Getenv("OKTARS"); named != "" {
		if _, err := os.Stat(named); err != nil {
			return "", fmt.Errorf("oktars: OKTARS names a command that is not there: %w", err)
		}
		return named, nil
	}
	found, err := exec.LookPath("oktars")
	if err != nil {
		return "", fmt.Errorf("oktars: there is no command oktars in the PATH. There is a binary for linux/amd64, and this is %s/%s: "+
			"docs/install.md says how to install or to build it. The variable OKTARS may name it", runtime.GOOS, runtime.GOARCH)
	}
	return found, nil
}

// arguments are those of the command. Contents go through a file, which clean removes.
func arguments(options Options) (arguments []string, clean func(), err error) {
	clean = func() {}
	arguments = []string{"org", "serve"}
	if runtime.GOOS != "windows" {
		arguments = append(arguments, "--exit-with-parent")
	}
	if options.Contents != nil {
		if options.Seed != "" {
			return nil, clean, errors.New("oktars: Seed and Contents both say what the org holds: use one of them")
		}
		folder, err := os.MkdirTemp("", "oktars-")
		if err != nil {
			return nil, clean, err
		}
		clean = func() { _ = os.RemoveAll(folder) }
		options.Seed = filepath.Join(folder, "seed.json")
		written, err := json.Marshal(options.Contents)
		if err == nil {
			err = os.WriteFile(options.Seed, written, 0o600)
		}
		if err != nil {
			clean()
			return nil, func() {}, err
		}
	}
	for _, given := range [][2]string{{"seed", options.Seed}, {"rate-limits", options.RateLimits}, {"sign-in-as", options.SignInAs}} {
		if given[1] != "" {
			arguments = append(arguments, "--"+given[0]+"="+given[1])
		}
	}
	for _, app := range options.Apps {
		arguments = append(arguments, "--app="+app)
	}
	if options.TLS {
		arguments = append(arguments, "--tls")
	}
	return append(arguments, options.Args...), clean, nil
}

// tail keeps the end of what the command complains of.
type tail struct {
	mutex sync.Mutex
	text  []byte
}

func (t *tail) Write(text []byte) (int, error) {
	t.mutex.Lock()
	defer t.mutex.Unlock()
	t.text = append(t.text, text...)
	if over := len(t.text) - 4000; over > 0 {
		t.text = t.text[over:]
	}
	return len(text), nil
}

func (t *tail) String() string {
	t.mutex.Lock()
	defer t.mutex.Unlock()
	return string(t.text)
}
