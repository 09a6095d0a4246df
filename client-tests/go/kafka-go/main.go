// The client program of the story for segmentio's kafka-go.
package main

import (
	"context"
	"errors"
	"strings"
	"sync"
	"time"

	"github.com/segmentio/kafka-go"

	"dogear/client-tests/actor"
)

var (
	background = context.Background()
	codecs     = map[string]kafka.Compression{
		"gzip": kafka.Gzip, "snappy": kafka.Snappy, "lz4": kafka.Lz4, "zstd": kafka.Zstd, // "none" is 0
	}
)

type client struct {
	desk *kafka.Client
}

func main() {
	actor.Run(client{&kafka.Client{Addr: kafka.TCP(actor.Bootstrap), Timeout: 30 * time.Second}})
}

func (client) Version() string { return actor.ModuleVersion("github.com/segmentio/kafka-go") }

// ErrorName is Kafka's name from kafka-go's title, such as Topic Already Exists.
func (client) ErrorName(err error) string {
	if e := kafka.Error(0); errors.As(err, &e) {
		return strings.ReplaceAll(strings.ToUpper(e.Title()), " ", "_")
	}
	return ""
}

func (c client) Create(topic string, partitions int) error {
	answer, err := c.desk.CreateTopics(background, &kafka.CreateTopicsRequest{
		Topics: []kafka.TopicConfig{{Topic: topic, NumPartitions: partitions, ReplicationFactor: 1}},
	})
	if err != nil {
		return err
	}
	return answer.Errors[topic]
}

// Produce: kafka-go has no idempotent producer.
func (client) Produce(topic, codec string, records []actor.Record) (actor.Offsets, error) {
	var mutex sync.Mutex
	acknowledged := actor.Offsets{}
	writer := &kafka.Writer{
		Addr: kafka.TCP(actor.Bootstrap), Topic: topic, Balancer: kafka.Murmur2Balancer{}, RequiredAcks: kafka.RequireAll,
		Compression: codecs[codec], BatchSize: 1000, BatchTimeout: 5 * time.Millisecond,
		Completion: func(sent []kafka.Message, err error) {
			mutex.Lock()
			defer mutex.Unlock()
			for _, message := range sent {
				if err == nil {
					acknowledged[message.Partition]++
				}
			}
		},
	}
	messages := make([]kafka.Message, len(records))
	for n, r := range records {
		messages[n] = kafka.Message{Key: r.Key, Value: r.Value, Time: time.UnixMilli(r.Timestamp)}
	}
	err := writer.WriteMessages(background, messages...)
	return acknowledged, errors.Join(err, writer.Close())
}

func (c client) Ends(topic string) (actor.Offsets, error) {
	return c.list(topic, kafka.LastOffset, func(o kafka.PartitionOffsets) int64 { return o.LastOffset })
}

func (c client) Times(topic string, timestamp int64) (actor.Offsets, error) {
	return c.list(topic, timestamp, func(o kafka.PartitionOffsets) int64 {
		for offset := range o.Offsets {
			return offset
		}
		return -1
	})
}

func (c client) list(topic string, timestamp int64, take func(kafka.PartitionOffsets) int64) (actor.Offsets, error) {
	var asked []kafka.OffsetRequest
	for p := range actor.Partitions {
		asked = append(asked, kafka.OffsetRequest{Partition: p, Timestamp: timestamp})
	}
	answer, err := c.desk.ListOffsets(background, &kafka.ListOffsetsRequest{Topics: map[string][]kafka.OffsetRequest{topic: asked}})
	if err != nil {
		return nil, err
	}
	offsets := actor.Offsets{}
	for _, o := range answer.Topics[topic] {
		if o.Error != nil {
			return nil, o.Error
		}
		offsets[o.Partition] = take(o)
	}
	return offsets, nil
}

func (c client) Committed(group, topic string) (actor.Offsets, error) {
	var partitions []int
	for p := range actor.Partitions {
		partitions = append(partitions, p)
	}
	answer, err := c.desk.OffsetFetch(background, &kafka.OffsetFetchRequest{GroupID: group, Topics: map[string][]int{topic: partitions}})
	if err != nil {
		return nil, err
	}
	offsets := actor.Offsets{}
	for _, p := range answer.Topics[topic] {
		if p.Error != nil {
			return nil, p.Error
		}
		if p.CommittedOffset >= 0 {
			offsets[p.Partition] = p.CommittedOffset
		}
	}
	return offsets, answer.Error
}

func (c client) Place(group, topic string, places actor.Offsets) error {
	var commits []kafka.OffsetCommit
	for partition, offset := range places {
		commits = append(commits, kafka.OffsetCommit{Partition: partition, Offset: offset})
	}
	answer, err := c.desk.OffsetCommit(background, &kafka.OffsetCommitRequest{
		GroupID: group, GenerationID: -1, Topics: map[string][]kafka.OffsetCommit{topic: commits},
	})
	if err != nil {
		return err
	}
	for _, p := range answer.Topics[topic] {
		err = errors.Join(err, p.Error)
	}
	return err
}
