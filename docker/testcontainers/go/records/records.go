// Package records writes records to a broker and reads them back, with franz-go.
package records

import (
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/twmb/franz-go/pkg/kgo"
	"github.com/twmb/franz-go/pkg/kmsg"
)

const count = 100

// RoundTrip writes records into a new topic and reads them back, in order. It returns the address of the broker
// that Metadata names.
func RoundTrip(ctx context.Context, bootstrap string) (string, error) {
	ctx, cancel := context.WithTimeout(ctx, 30*time.Second)
	defer cancel()
	topic := fmt.Sprintf("trial-%d", time.Now().UnixNano())
	client, err := kgo.NewClient(kgo.SeedBrokers(bootstrap), kgo.AllowAutoTopicCreation(),
		kgo.DefaultProduceTopic(topic), kgo.ConsumeTopics(topic), kgo.ConsumeResetOffset(kgo.NewOffset().AtStart()))
	if err != nil {
		return "", err
	}
	defer client.Close()
	wrote, err := write(ctx, client)
	if err != nil {
		return "", err
	}
	read, err := read(ctx, client)
	if err != nil {
		return "", err
	}
	if !slices.Equal(read, wrote) {
		return "", fmt.Errorf("wrote %v, read %v", wrote, read)
	}
	return broker(ctx, client)
}

func write(ctx context.Context, client *kgo.Client) ([]string, error) {
	var wrote []string
	for n := range count {
		record := &kgo.Record{Key: fmt.Append(nil, n), Value: fmt.Appendf(nil, "order %d", n)}
		if err := client.ProduceSync(ctx, record).FirstErr(); err != nil {
			return nil, fmt.Errorf("produce: %w", err)
		}
		wrote = append(wrote, text(record))
	}
	return wrote, nil
}

func read(ctx context.Context, client *kgo.Client) ([]string, error) {
	var read []string
	for len(read) < count {
		fetches := client.PollFetches(ctx)
		if err := fetches.Err(); err != nil {
			return nil, fmt.Errorf("fetch, after %d records: %w", len(read), err)
		}
		fetches.EachRecord(func(record *kgo.Record) { read = append(read, text(record)) })
	}
	return read, nil
}

func text(record *kgo.Record) string {
	return fmt.Sprintf("%d %s=%s", record.Offset, record.Key, record.Value)
}

// broker is the address that Metadata names, not the one that the client was given.
func broker(ctx context.Context, client *kgo.Client) (string, error) {
	metadata, err := kmsg.NewPtrMetadataRequest().RequestWith(ctx, client)
	if err != nil {
		return "", err
	}
	if len(metadata.Brokers) != 1 {
		return "", fmt.Errorf("Metadata names %d brokers", len(metadata.Brokers))
	}
	return fmt.Sprintf("%s:%d", metadata.Brokers[0].Host, metadata.Brokers[0].Port), nil
}
