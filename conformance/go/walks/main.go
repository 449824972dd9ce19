// Okta's SDK for Go tells the stories of `conformance/walks/`, which are the same for every client.
//
// A step names an operation by Okta's id. The SDK's method has the id as its name. Where a step says what the SDK gets
// wrong by itself, the request is made without it, and the last lines count those steps with their reasons.
package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"reflect"
	"regexp"
	"sort"
	"strings"
)

// Step is a line of a story.
type Step struct {
	Do      string            `json:"do"`
	Request string            `json:"request"`
	Say     string            `json:"say"`
	Query   map[string]any    `json:"query"`
	Body    any               `json:"body"`
	Keep    map[string]string `json:"keep"`
	Is      map[string]any    `json:"is"`
	Refused map[string]any    `json:"refused"`
	Pages   int               `json:"pages"`
	Not     map[string]string `json:"not"`
}

// Tale is a story of a file.
type Tale struct {
	Known   map[string]any    `json:"known"`
	Not     map[string]string `json:"not"`
	Finally []string          `json:"finally"`
	Steps   []Step            `json:"steps"`
}

var name = regexp.MustCompile(`\{(\w+)\}`)

// filled has what was kept in place of its name in braces.
func filled(value any, known map[string]any) any {
	switch value := value.(type) {
	case string:
		if whole := name.FindString(value); whole != "" && whole == value {
			return known[value[1:len(value)-1]]
		}
		return name.ReplaceAllStringFunc(value, func(found string) string {
			if kept, is := known[found[1:len(found)-1]]; is {
				return fmt.Sprint(kept)
			}
			return found
		})
	case []any:
		all := make([]any, len(value))
		for at, item := range value {
			all[at] = filled(item, known)
		}
		return all
	case map[string]any:
		all := map[string]any{}
		for name, item := range value {
			all[fmt.Sprint(filled(name, known))] = filled(item, known)
		}
		return all
	}
	return value
}

// at finds `conditions.people.0.id`; `#` is the length of a list, and `*` stands for each of its items.
func at(value any, path string) any {
	first, rest, more := strings.Cut(path, ".")
	list, _ := value.([]any)
	if first == "*" {
		all := []any{}
		for _, item := range list {
			if more {
				item = at(item, rest)
			}
			all = append(all, item)
		}
		return all
	}
	var found any
	switch value := value.(type) {
	case []any:
		var place int
		if first == "#" {
			found = float64(len(value))
		} else if _, err := fmt.Sscan(first, &place); err == nil && place < len(value) {
			found = value[place]
		}
	case map[string]any:
		found = value[first]
	case nil:
		if first == "#" {
			found = 0.0
		}
	}
	if more && found != nil {
		return at(found, rest)
	}
	return found
}

// plainly makes the request of a step without the SDK.
func plainly(step Step, known map[string]any, more map[string]any) (int, any, error) {
	method, path, _ := strings.Cut(step.Request, " ")
	path = fmt.Sprint(filled(path, known))
	query := url.Values{}
	for _, part := range []map[string]any{step.Query, more} {
		for name, value := range part {
			query.Set(name, fmt.Sprint(filled(value, known)))
		}
	}
	if len(query) > 0 {
		path += "?" + query.Encode()
	}
	return ask(method, path, filled(step.Body, known))
}

// pages holds the list by pages of so many against the list as a whole.
func (s *Story) pages(step Step, operation *Operation, known map[string]any) error {
	title := fmt.Sprintf("%s by pages of %d", step.Do, step.Pages)
	_, whole, err := plainly(step, known, map[string]any{"limit": 200})
	if err != nil {
		return err
	}
	if !operation.takes("limit") {
		s.around(title, "its list has no limit")
		return nil
	}
	query, _ := filled(map[string]any(step.Query), known).(map[string]any)
	if query == nil {
		query = map[string]any{}
	}
	query["limit"] = float64(step.Pages)
	through++
	found, err := operation.all(inPath(step, known), query)
	if err != nil {
		return err
	}
	s.is(title, names(found), names(whole))
	list, _ := found.([]any)
	s.is(title+": there are several", len(list) > step.Pages, true)
	return nil
}

func names(list any) []any {
	all := []any{}
	items, _ := list.([]any)
	for _, item := range items {
		if id := at(item, "id"); id != nil {
			all = append(all, id)
		} else {
			all = append(all, at(item, "name"))
		}
	}
	return all
}

func inPath(step Step, known map[string]any) []any {
	var all []any
	for _, found := range name.FindAllStringSubmatch(step.Request, -1) {
		all = append(all, known[found[1]])
	}
	return all
}

// take takes a step. What it answered is kept as far as the step says.
func (s *Story) take(step Step, known map[string]any) error {
	title := step.Do
	if step.Say != "" {
		title = fmt.Sprint(filled(step.Say, known))
	}
	operation, err := operationOf(step.Do)
	if err != nil {
		return err
	}
	reason, wrong := step.Not["go"]
	if step.Pages > 0 && !wrong {
		return s.pages(step, operation, known)
	}
	var answer any
	if wrong {
		s.around(title, reason)
		if step.Pages > 0 {
			return nil
		}
		var status int
		if status, answer, err = plainly(step, known, nil); err != nil {
			return err
		}
		if status >= 400 && step.Refused == nil {
			s.report(title, fmt.Sprintf("%d: %v", status, answer), answer)
		}
	} else {
		through++
		query, _ := filled(map[string]any(step.Query), known).(map[string]any)
		answer, err = operation.call(inPath(step, known), query, filled(step.Body, known))
		if step.Refused != nil {
			s.refused(title, answer, err, filled(step.Refused, known).(map[string]any))
			return nil
		}
		if err != nil {
			return err
		}
		s.report(title+" is understood", "", answer)
	}
	for name, path := range step.Keep {
		known[name] = at(answer, path)
	}
	for _, path := range sorted(step.Is) {
		s.is(title+": "+path, at(answer, path), filled(step.Is[path], known))
	}
	return nil
}

func sorted(members map[string]any) []string {
	var all []string
	for name := range members {
		all = append(all, name)
	}
	sort.Strings(all)
	return all
}

func (s *Story) tell(tale Tale) {
	known := map[string]any{"orgurl": org, "prefix": prefix, "prefix_": regexp.MustCompile(`\W`).ReplaceAllString(prefix, "_")}
	for name, value := range tale.Known {
		known[name] = value
	}
	defer func() {
		for _, request := range tale.Finally {
			method, path, _ := strings.Cut(request, " ")
			complete := true
			for _, found := range name.FindAllStringSubmatch(path, -1) {
				complete = complete && known[found[1]] != nil
			}
			if complete {
				_, _, _ = ask(method, fmt.Sprint(filled(path, known)), nil)
			}
		}
	}()
	for _, step := range tale.Steps {
		if reason, is := tale.Not["go"]; is && step.Not["go"] == "" {
			step.Not = map[string]string{"go": reason}
		}
		if err := s.take(step, known); err != nil {
			title := step.Do
			if step.Say != "" {
				title = step.Say
			}
			s.report(title, err.Error(), nil)
			if step.Keep != nil {
				s.report("is told to its end", err.Error(), nil)
				return
			}
		}
	}
}

// tales are the stories of a file, in its order.
func tales(file string, each func(string, Tale)) error {
	opened, err := os.Open(file)
	if err != nil {
		return err
	}
	defer opened.Close()
	reader := json.NewDecoder(opened)
	if _, err := reader.Token(); err != nil {
		return err
	}
	for reader.More() {
		name, err := reader.Token()
		if err != nil {
			return err
		}
		var tale Tale
		if err := reader.Decode(&tale); err != nil {
			return fmt.Errorf("%s: %v: %w", file, name, err)
		}
		each(fmt.Sprint(name), tale)
	}
	return nil
}

func same(found, expected any) bool {
	return reflect.DeepEqual(plain(found), plain(expected))
}

func main() {
	files, err := filepath.Glob(os.Args[1] + "/*.json")
	if err == nil && len(files) == 0 {
		err = errors.New("there are no stories in " + os.Args[1])
	}
	sort.Strings(files)
	for _, file := range files {
		if err == nil {
			err = tales(file, func(name string, tale Tale) {
				if strings.Contains(name, os.Getenv("CONFORMANCE_ONLY")) {
					(&Story{name}).tell(tale)
				}
			})
		}
	}
	if err != nil {
		failed++
		fmt.Printf("not ok go the stories are told\n    %v\n", err)
	}
	finish()
}
