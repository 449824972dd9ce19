package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"os"
	"sort"
)

var (
	org    = os.Getenv("OKTA_CLIENT_ORGURL")
	token  = os.Getenv("OKTA_CLIENT_TOKEN")
	prefix = variable("CONFORMANCE_PREFIX", "oktars-go")

	failed  = 0
	through = 0
	// How many steps were told without the SDK, for each reason.
	without = map[string]int{}
)

// Story is a story that is being told.
type Story struct {
	name string
}

func variable(name, otherwise string) string {
	if value := os.Getenv(name); value != "" {
		return value
	}
	return otherwise
}

// plain is what a value says once it is JSON.
func plain(value any) any {
	written, err := json.Marshal(value)
	if err != nil {
		return err.Error()
	}
	var read any
	if err := json.Unmarshal(written, &read); err != nil {
		return err.Error()
	}
	return read
}

// report says whether a step went well. What it saw goes to a file, so that two orgs can be compared.
func (s *Story) report(step, wrong string, saw any) {
	if wrong == "" {
		fmt.Printf("ok go %s: %s\n", s.name, step)
	} else {
		failed++
		fmt.Printf("not ok go %s: %s\n    %s\n", s.name, step, wrong)
	}
	file := os.Getenv("CONFORMANCE_OBSERVED")
	if file == "" {
		return
	}
	line, err := json.Marshal(map[string]any{"client": "go", "story": s.name, "step": step, "saw": saw})
	if err != nil {
		return
	}
	if opened, err := os.OpenFile(file, os.O_APPEND|os.O_CREATE|os.O_WRONLY, 0o600); err == nil {
		_, _ = opened.Write(append(line, '\n'))
		_ = opened.Close()
	}
}

func (s *Story) is(step string, found, expected any) {
	wrong := ""
	if !same(found, expected) {
		wrong = fmt.Sprintf("expected %s, found %s", text(expected), text(found))
	}
	s.report(step, wrong, found)
}

// refused holds an error against what is expected of it: status, code, summary and causes, as far as they are given.
func (s *Story) refused(step string, answer any, err error, expected map[string]any) {
	if err == nil {
		s.report(step, fmt.Sprintf("expected %s, but it was done: %s", text(expected), text(answer)), answer)
		return
	}
	refusal, is := err.(*Refusal)
	if !is {
		s.report(step, fmt.Sprintf("expected %s, found %v", text(expected), err), nil)
		return
	}
	found := map[string]any{}
	for name := range expected {
		found[name] = refusal.found[name]
	}
	s.is(step, found, expected)
}

// around notes a step that is told without the SDK.
func (s *Story) around(step, reason string) {
	without[reason]++
	fmt.Printf("# go %s: %s, without the SDK: it %s\n", s.name, step, reason)
}

func text(value any) string {
	written, err := json.Marshal(value)
	if err != nil {
		return err.Error()
	}
	return string(written)
}

// ask asks the org itself.
func ask(method, path string, body any) (int, any, error) {
	var content io.Reader
	if body != nil {
		content = bytes.NewReader([]byte(text(body)))
	}
	request, err := http.NewRequest(method, org+path, content)
	if err != nil {
		return 0, nil, err
	}
	request.Header.Set("accept", "application/json")
	request.Header.Set("content-type", "application/json")
	request.Header.Set("authorization", "SSWS "+token)
	answer, err := http.DefaultClient.Do(request)
	if err != nil {
		return 0, nil, err
	}
	defer answer.Body.Close()
	told, err := io.ReadAll(answer.Body)
	if err != nil || len(told) == 0 {
		return answer.StatusCode, nil, err
	}
	var read any
	err = json.Unmarshal(told, &read)
	return answer.StatusCode, read, err
}

// finish counts what was told through the SDK and what was not, and ends the program.
func finish() {
	all := 0
	var reasons []string
	for reason, steps := range without {
		all += steps
		reasons = append(reasons, reason)
	}
	sort.Strings(reasons)
	for _, reason := range reasons {
		fmt.Printf("# %d without the SDK: it %s\n", without[reason], reason)
	}
	fmt.Printf("# go: %d steps through the SDK, %d without it\n", through, all)
	if failed > 0 {
		os.Exit(1)
	}
}
