package main

import (
	"encoding/json"
	"fmt"
	"net/url"
	"reflect"
	"strings"

	"github.com/okta/okta-sdk-golang/v6/okta"
)

// Refusal is an error of the org, as the SDK hands it on.
type Refusal struct {
	found map[string]any
}

func (r *Refusal) Error() string { return text(r.found) }

// Operation is a method of the SDK.
type Operation struct {
	method reflect.Value
}

var client = func() *okta.APIClient {
	address, err := url.Parse(org)
	if err != nil {
		panic(err)
	}
	configuration, err := okta.NewConfiguration(okta.WithOrgUrl(org), okta.WithToken(token),
		okta.WithTestingDisableHttpsCheck(address.Scheme == "http"), okta.WithCache(false))
	if err != nil {
		panic(err)
	}
	// The SDK leaves the port out of the org's URL.
	configuration.Host = address.Host
	return okta.NewAPIClient(configuration)
}()

// operationOf finds the method that has an operation's id as its name.
func operationOf(id string) (*Operation, error) {
	name := strings.ToUpper(id[:1]) + id[1:]
	apis := reflect.ValueOf(client).Elem()
	for place := range apis.NumField() {
		field := apis.Field(place)
		if field.Kind() != reflect.Interface || !apis.Type().Field(place).IsExported() {
			continue
		}
		if method := field.MethodByName(name); method.IsValid() {
			return &Operation{method}, nil
		}
	}
	return nil, fmt.Errorf("the SDK has no method %s", name)
}

// prepared is the SDK's request with all that it takes. Its setters are named after the members of the query; the one that
// takes anything else takes the body.
func (o *Operation) prepared(path []any, query map[string]any, body any) (reflect.Value, error) {
	arguments := []reflect.Value{reflect.ValueOf(client.GetConfig().Context)}
	if len(path) != o.method.Type().NumIn()-1 {
		return reflect.Value{}, fmt.Errorf("the method takes %d arguments, and the path has %d", o.method.Type().NumIn()-1, len(path))
	}
	for place, value := range path {
		argument, err := as(o.method.Type().In(place+1), value)
		if err != nil {
			return reflect.Value{}, err
		}
		arguments = append(arguments, argument)
	}
	request := o.method.Call(arguments)[0]
	for name, value := range query {
		setter := setterOf(request, name)
		if !setter.IsValid() {
			return request, fmt.Errorf("the method takes no %s", name)
		}
		given, err := as(setter.Type().In(0), value)
		if err != nil {
			return request, err
		}
		request = setter.Call([]reflect.Value{given})[0]
	}
	if body == nil {
		return request, nil
	}
	for place := range request.NumMethod() {
		setter := request.Method(place)
		if setter.Type().NumIn() != 1 || isPlain(setter.Type().In(0)) {
			continue
		}
		given, err := as(setter.Type().In(0), body)
		if err != nil {
			return request, err
		}
		return setter.Call([]reflect.Value{given})[0], nil
	}
	return request, fmt.Errorf("the method takes no body")
}

// setterOf finds a setter by the name that the parameter has in a request.
func setterOf(request reflect.Value, name string) reflect.Value {
	for place := range request.NumMethod() {
		method := request.Type().Method(place)
		if isNamed(method.Name, name) && request.Method(place).Type().NumIn() == 1 {
			return request.Method(place)
		}
	}
	return reflect.Value{}
}

// isNamed compares a setter with a parameter. What is a word of Go, such as type, has an underscore at its end.
func isNamed(setter, parameter string) bool {
	return strings.EqualFold(strings.TrimSuffix(setter, "_"), parameter)
}

// isPlain says whether a parameter stands in the query or in a header.
func isPlain(kind reflect.Type) bool {
	switch kind.Kind() {
	case reflect.String, reflect.Bool, reflect.Int32, reflect.Float32:
		return true
	case reflect.Slice:
		return isPlain(kind.Elem())
	}
	return false
}

// as makes a value of the SDK's type, as the SDK reads it.
func as(kind reflect.Type, value any) (reflect.Value, error) {
	made := reflect.New(kind)
	written := text(value)
	// The walk writes numbers of the query as it likes.
	if kind.Kind() == reflect.String {
		written = text(fmt.Sprint(value))
	} else if number, is := value.(string); is && kind.Kind() == reflect.Int32 {
		written = number
	}
	err := json.Unmarshal([]byte(written), made.Interface())
	if err == nil {
		return made.Elem(), nil
	}
	if chosen, is := oneOf(kind, value); is {
		return chosen, nil
	}
	return made.Elem(), fmt.Errorf("the SDK does not take %s as %s: %w", written, kind, err)
}

// oneOf makes a value of a type that is one of several. People name the one that they mean, so it is the first that has
// all that the value says.
func oneOf(kind reflect.Type, value any) (reflect.Value, bool) {
	if kind.Kind() != reflect.Struct {
		return reflect.Value{}, false
	}
	for place := range kind.NumField() {
		field := kind.Field(place)
		if field.Tag != "" || field.Type.Kind() != reflect.Pointer {
			return reflect.Value{}, false
		}
		made := reflect.New(field.Type.Elem())
		if json.Unmarshal([]byte(text(value)), made.Interface()) == nil && holds(plain(made.Interface()), value) {
			whole := reflect.New(kind).Elem()
			whole.Field(place).Set(made)
			return whole, true
		}
	}
	return reflect.Value{}, false
}

// holds says whether all members of a value are in another.
func holds(whole, part any) bool {
	members, is := part.(map[string]any)
	if !is {
		return same(whole, part)
	}
	other, is := whole.(map[string]any)
	for name, member := range members {
		is = is && holds(other[name], member)
	}
	return is
}

func (o *Operation) takes(parameter string) bool {
	request := o.method.Type().Out(0)
	for place := range request.NumMethod() {
		if isNamed(request.Method(place).Name, parameter) {
			return true
		}
	}
	return false
}

// call calls a method. A method that has no model for its answer returns nothing but the response.
func (o *Operation) call(path []any, query map[string]any, body any) (any, error) {
	answer, _, err := o.execute(path, query, body)
	if err != nil || !answer.IsValid() {
		return nil, err
	}
	return plain(answer.Interface()), nil
}

func (o *Operation) execute(path []any, query map[string]any, body any) (reflect.Value, *okta.APIResponse, error) {
	var answer reflect.Value
	request, err := o.prepared(path, query, body)
	if err != nil {
		return answer, nil, err
	}
	told := request.MethodByName("Execute").Call(nil)
	response, _ := told[len(told)-2].Interface().(*okta.APIResponse)
	if err, is := told[len(told)-1].Interface().(error); is && err != nil {
		return answer, response, refusal(err, response)
	}
	if len(told) == 3 {
		answer = told[0]
	}
	return answer, response, nil
}

// refusal is what the SDK says about an error.
func refusal(err error, response *okta.APIResponse) error {
	wrong, is := err.(*okta.GenericOpenAPIError)
	var told map[string]any
	if !is || response == nil || response.Response == nil || response.StatusCode < 400 || json.Unmarshal(wrong.Body(), &told) != nil {
		return err
	}
	causes := []any{}
	list, _ := told["errorCauses"].([]any)
	for _, cause := range list {
		causes = append(causes, at(cause, "errorSummary"))
	}
	return &Refusal{map[string]any{"status": response.StatusCode, "code": told["errorCode"], "summary": told["errorSummary"], "causes": causes}}
}

// all follows the pages of a list, as the SDK's manual says.
func (o *Operation) all(path []any, query map[string]any) (any, error) {
	answer, response, err := o.execute(path, query, nil)
	if err != nil {
		return nil, err
	}
	found, _ := plain(answer.Interface()).([]any)
	for response.HasNextPage() {
		page := reflect.New(answer.Type())
		if response, err = response.Next(page.Interface()); err != nil {
			return nil, err
		}
		items, _ := plain(page.Elem().Interface()).([]any)
		found = append(found, items...)
	}
	return found, nil
}
