// Starts the Kafka module of Testcontainers for Go with the image $IMAGE, writes records and reads them back.
package main

import (
	"context"
	"fmt"
	"os"

	"github.com/testcontainers/testcontainers-go"
	"github.com/testcontainers/testcontainers-go/modules/kafka"

	"dogear/trial/records"
)

func trial(ctx context.Context) error {
	container, err := kafka.Run(ctx, os.Getenv("IMAGE"), kafka.WithClusterID("ZG9nZWFyLXRyaWFsLWlkcw"))
	defer testcontainers.TerminateContainer(container)
	if err != nil {
		return err
	}
	brokers, err := container.Brokers(ctx)
	if err != nil {
		return err
	}
	named, err := records.RoundTrip(ctx, brokers[0])
	if err == nil && named != brokers[0] {
		err = fmt.Errorf("Metadata names %s instead of %s", named, brokers[0])
	}
	return err
}

func main() {
	if err := trial(context.Background()); err != nil {
		fmt.Println("FAILED kafka.Run:", err)
		os.Exit(1)
	}
	fmt.Println("ok kafka.Run")
}
