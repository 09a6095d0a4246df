// Package dogear is a Kafka-compatible broker within the test process: libdogear.so by cgo.
package dogear

/*
#cgo pkg-config: dogear
#include <dogear/dogear.h>
#include <stdlib.h>
*/
import "C"

import (
	"encoding/json"
	"fmt"
	"runtime"
	"testing"
	"unsafe"
)

// JSON is an object: options, or what a control verb takes and gives.
type JSON = map[string]any

// Problem says why something was refused.
type Problem struct {
	Status               int
	Title, Detail, Field string
}

func (p *Problem) Error() string {
	return fmt.Sprintf("%d %s: %s %s", p.Status, p.Title, p.Detail, p.Field)
}

// Cluster is one or more brokers.
type Cluster struct{ handle *C.dogear_cluster }

// New starts a cluster that ends with the test. Options are those of dogear_new.
func New(t *testing.T, options JSON) *Cluster {
	t.Helper()
	text := textOf(options)
	defer C.free(unsafe.Pointer(text))
	cluster := &Cluster{}
	runtime.LockOSThread() // dogear_last_error is the error of this thread
	defer runtime.UnlockOSThread()
	if C.dogear_new(text, &cluster.handle) != 0 {
		t.Fatal(C.GoString(C.dogear_last_error()))
	}
	t.Cleanup(func() { C.dogear_destroy(cluster.handle) })
	return cluster
}

// BootstrapServers is where clients connect.
func (c *Cluster) BootstrapServers() string {
	return C.GoString(C.dogear_bootstrap_servers(c.handle))
}

// Call runs a control verb: Call("clock/advance", JSON{"by": "45s"}). Its error is a *Problem.
func (c *Cluster) Call(verb string, request JSON) (JSON, error) {
	name, text := C.CString(verb), textOf(request)
	defer C.free(unsafe.Pointer(name))
	defer C.free(unsafe.Pointer(text))
	var answer *C.char
	status := C.dogear_call(c.handle, name, text, &answer)
	defer C.dogear_free(answer)
	told := []byte(C.GoString(answer))
	if status != 0 {
		problem := &Problem{}
		if err := json.Unmarshal(told, problem); err != nil {
			return nil, err
		}
		return nil, problem
	}
	result := JSON{}
	return result, json.Unmarshal(told, &result)
}

func textOf(value JSON) *C.char {
	text, err := json.Marshal(value)
	if err != nil {
		panic(err) // a mistake in the test
	}
	return C.CString(string(text))
}
