// client BOOTSTRAP [BROKER]: writes records and reads them back; Metadata must name BROKER, if given. It runs on
// the host and, as it needs nothing, in a container of its own.
package main

import (
	"context"
	"fmt"
	"os"

	"dogear/trial/records"
)

func main() {
	broker, err := records.RoundTrip(context.Background(), os.Args[1])
	if err == nil && len(os.Args) > 2 && broker != os.Args[2] {
		err = fmt.Errorf("Metadata names %s instead of %s", broker, os.Args[2])
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, os.Args[1]+":", err)
		os.Exit(1)
	}
	fmt.Printf("records came back from %s, which names %s\n", os.Args[1], broker)
}
