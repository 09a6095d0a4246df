// Where a consumer continues: after a commit, and after its offset has expired.
package examples

import (
	"context"
	"errors"
	"testing"
	"time"

	"github.com/twmb/franz-go/pkg/kgo"

	"dogear/examples/dogear"
)

type json = dogear.JSON

// The offsets of a group without members are kept for a day, on a clock that only the test moves.
func kitchen(t *testing.T) *dogear.Cluster {
	kafka := dogear.New(t, json{"clock": "manual", "topic": "orders:1",
		"brokerConfig": json{"offsets.retention.minutes": 1440}})
	call(t, kafka, "topics/produce", json{"topic": "orders",
		"records": []json{{"value": "soup"}, {"value": "bread"}, {"value": "coffee"}}})
	return kafka
}

func call(t *testing.T, kafka *dogear.Cluster, verb string, request json) json {
	t.Helper()
	answer, err := kafka.Call(verb, request)
	if err != nil {
		t.Fatal(verb, err)
	}
	return answer
}

func newConsumer(t *testing.T, kafka *dogear.Cluster) *kgo.Client {
	consumer, err := kgo.NewClient(kgo.SeedBrokers(kafka.BootstrapServers()),
		kgo.ConsumerGroup("kitchen"), kgo.ConsumeTopics("orders"),
		kgo.ConsumeResetOffset(kgo.NewOffset().AtStart()), kgo.DisableAutoCommit())
	if err != nil {
		t.Fatal(err)
	}
	return consumer
}

func next(t *testing.T, consumer *kgo.Client) *kgo.Record {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), 10*time.Second)
	defer cancel()
	fetches := consumer.PollRecords(ctx, 1)
	if err := fetches.Err(); err != nil {
		t.Fatal(err)
	}
	return fetches.Records()[0]
}

// Consumes soup and bread.
func consumeTwo(t *testing.T, kafka *dogear.Cluster) {
	t.Helper()
	consumer := newConsumer(t, kafka)
	defer consumer.Close()
	for _, wanted := range []string{"soup", "bread"} {
		record := next(t, consumer)
		if string(record.Value) != wanted {
			t.Fatalf("wanted %s, not %s", wanted, record.Value)
		}
		if err := consumer.CommitRecords(t.Context(), record); err != nil {
			t.Fatal(err)
		}
	}
}

func TestTheNextConsumerContinuesWhereTheLastOneCommitted(t *testing.T) {
	kafka := kitchen(t)
	consumeTwo(t, kafka)
	consumer := newConsumer(t, kafka)
	defer consumer.Close()
	if value := string(next(t, consumer).Value); value != "coffee" {
		t.Errorf("wanted coffee, not %s", value)
	}
}

func TestAnOffsetExpiresAndTheGroupBeginsAgain(t *testing.T) {
	kafka := kitchen(t)
	consumeTwo(t, kafka)
	call(t, kafka, "clock/advance", json{"by": "25h"})
	consumer := newConsumer(t, kafka)
	defer consumer.Close()
	if value := string(next(t, consumer).Value); value != "soup" {
		t.Errorf("wanted soup, not %s", value)
	}
}

func TestWhatIsWrongIsToldByItsName(t *testing.T) {
	_, err := kitchen(t).Call("topics/create", json{"name": "orders", "partitions": 0})
	var problem *dogear.Problem
	if !errors.As(err, &problem) || problem.Status != 400 || problem.Field != "partitions" {
		t.Errorf("not refused as it should be: %v", err)
	}
}
