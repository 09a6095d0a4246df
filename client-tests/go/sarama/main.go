// The client program of the story for sarama.
package main

import (
	"context"
	"errors"
	"time"

	"github.com/IBM/sarama"

	"dogear/client-tests/actor"
)

var codecs = map[string]sarama.CompressionCodec{
	"none": sarama.CompressionNone, "gzip": sarama.CompressionGZIP, "snappy": sarama.CompressionSnappy,
	"lz4": sarama.CompressionLZ4, "zstd": sarama.CompressionZSTD,
}

type client struct {
	sarama.Client
	admin sarama.ClusterAdmin
}

func main() {
	desk, err := sarama.NewClient([]string{actor.Bootstrap}, newConfig())
	if err != nil {
		panic(err)
	}
	admin, err := sarama.NewClusterAdminFromClient(desk)
	if err != nil {
		panic(err)
	}
	actor.Run(client{desk, admin})
}

func newConfig() *sarama.Config {
	config := sarama.NewConfig()
	config.Version = sarama.MaxVersion
	return config
}

func (client) Version() string { return actor.ModuleVersion("github.com/IBM/sarama") }

func (client) ErrorName(err error) string {
	switch {
	case errors.Is(err, sarama.ErrTopicAlreadyExists):
		return "TOPIC_ALREADY_EXISTS"
	case errors.Is(err, sarama.ErrOffsetOutOfRange):
		return "OFFSET_OUT_OF_RANGE"
	}
	return ""
}

func (c client) Create(topic string, partitions int) error {
	return c.admin.CreateTopic(topic, &sarama.TopicDetail{NumPartitions: int32(partitions), ReplicationFactor: 1}, false)
}

func (client) Produce(topic, codec string, records []actor.Record) (actor.Offsets, error) {
	config := newConfig()
	config.Producer.Idempotent = true
	config.Producer.RequiredAcks = sarama.WaitForAll
	config.Net.MaxOpenRequests = 1 // an idempotent producer of sarama wants it so
	config.Producer.Compression = codecs[codec]
	config.Producer.Flush.Frequency = 5 * time.Millisecond
	config.Producer.Return.Successes = true
	producer, err := sarama.NewAsyncProducer([]string{actor.Bootstrap}, config)
	if err != nil {
		return nil, err
	}
	go func() {
		for _, r := range records {
			producer.Input() <- message(topic, r)
		}
		producer.AsyncClose()
	}()
	failure := make(chan error)
	go func() {
		var last error
		for failed := range producer.Errors() {
			last = failed.Err
		}
		failure <- last
	}()
	acknowledged := actor.Offsets{}
	for sent := range producer.Successes() {
		acknowledged[int(sent.Partition)]++
	}
	return acknowledged, <-failure
}

func message(topic string, r actor.Record) *sarama.ProducerMessage {
	message := &sarama.ProducerMessage{
		Topic: topic, Value: sarama.ByteEncoder(r.Value), Timestamp: time.UnixMilli(r.Timestamp),
	}
	if r.Key != nil {
		message.Key = sarama.ByteEncoder(r.Key)
	}
	return message
}

func (c client) Ends(topic string) (actor.Offsets, error) { return c.Times(topic, sarama.OffsetNewest) }

func (c client) Times(topic string, timestamp int64) (actor.Offsets, error) {
	offsets := actor.Offsets{}
	for p := range actor.Partitions {
		offset, err := c.GetOffset(topic, int32(p), timestamp)
		if err != nil {
			return nil, err
		}
		offsets[p] = offset
	}
	return offsets, nil
}

func (c client) Committed(group, topic string) (actor.Offsets, error) {
	answer, err := c.admin.ListConsumerGroupOffsets(group, nil)
	if err != nil {
		return nil, err
	}
	offsets := actor.Offsets{}
	for partition, block := range answer.Blocks[topic] {
		offsets[int(partition)] = block.Offset
	}
	return offsets, nil
}

func (c client) Place(group, topic string, places actor.Offsets) error {
	offsets := map[int32]sarama.OffsetAndMetadata{}
	for partition, offset := range places {
		offsets[int32(partition)] = sarama.OffsetAndMetadata{Offset: offset, LeaderEpoch: -1}
	}
	_, err := c.admin.AlterConsumerGroupOffsets(group, map[string]map[int32]sarama.OffsetAndMetadata{topic: offsets}, nil)
	return err
}

func (client) Join(group string, topics []string, reset string, byTimer bool) (actor.Member, error) {
	config := newConfig()
	config.Consumer.Group.Session.Timeout = 6 * time.Second
	config.Consumer.Group.Heartbeat.Interval = 500 * time.Millisecond
	config.Consumer.Offsets.AutoCommit.Enable = byTimer
	config.Consumer.Offsets.AutoCommit.Interval = 100 * time.Millisecond
	config.Consumer.Offsets.Initial = sarama.OffsetNewest
	if reset == "earliest" {
		config.Consumer.Offsets.Initial = sarama.OffsetOldest
	}
	config.Consumer.Group.ResetInvalidOffsets = reset != "none"
	config.Consumer.Return.Errors = true
	config.Consumer.Fetch.Default = 65536 // a little of every partition at a time
	consumer, err := sarama.NewConsumerGroup([]string{actor.Bootstrap}, group, config)
	if err != nil {
		return nil, err
	}
	m := newMember(consumer, reset == "none")
	ctx, cancel := context.WithCancel(context.Background())
	m.cancel = cancel
	go m.consume(ctx, topics)
	return m, nil
}
