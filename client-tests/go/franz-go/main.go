// The client program of the story for franz-go: its client kgo and its admin client kadm.
package main

import (
	"context"
	"errors"
	"sync/atomic"
	"time"

	"github.com/twmb/franz-go/pkg/kadm"
	"github.com/twmb/franz-go/pkg/kerr"
	"github.com/twmb/franz-go/pkg/kgo"

	"dogear/client-tests/actor"
)

const (
	pollTime        = 50 * time.Millisecond
	listOffsetsKey  = 2
	maxFetchedBytes = 65536 // a little of every partition at a time
)

var (
	background = context.Background()
	codecs     = map[string]kgo.CompressionCodec{
		"none": kgo.NoCompression(), "gzip": kgo.GzipCompression(), "snappy": kgo.SnappyCompression(),
		"lz4": kgo.Lz4Compression(), "zstd": kgo.ZstdCompression(),
	}
	// What other clients call reset, with Kafka's words.
	starts = map[string]kgo.Offset{
		"earliest": kgo.NewOffset().AtStart(), "latest": kgo.NewOffset().AtEnd(), "none": kgo.NewOffset().AtCommitted(),
	}
)

type franz struct {
	admin *kadm.Client
}

func main() {
	client, err := kgo.NewClient(kgo.SeedBrokers(actor.Bootstrap))
	if err != nil {
		panic(err)
	}
	actor.Run(franz{kadm.NewClient(client)})
}

func (franz) Version() string { return actor.ModuleVersion("github.com/twmb/franz-go") }

func (franz) ErrorName(err error) string {
	if e := (*kerr.Error)(nil); errors.As(err, &e) {
		return e.Message
	}
	return ""
}

func (f franz) Create(topic string, partitions int) error {
	_, err := f.admin.CreateTopic(background, int32(partitions), 1, nil, topic)
	return err
}

func (franz) Produce(topic, codec string, records []actor.Record) (actor.Offsets, error) {
	client, err := kgo.NewClient(
		kgo.SeedBrokers(actor.Bootstrap), kgo.DefaultProduceTopic(topic), kgo.ProducerBatchCompression(codecs[codec]),
		kgo.ProducerBatchMaxBytes(65536), kgo.ProducerLinger(5*time.Millisecond))
	if err != nil {
		return nil, err
	}
	defer client.Close()
	batch := make([]*kgo.Record, len(records))
	for n, r := range records {
		batch[n] = &kgo.Record{Key: r.Key, Value: r.Value, Timestamp: time.UnixMilli(r.Timestamp)}
	}
	acknowledged := actor.Offsets{}
	for _, result := range client.ProduceSync(background, batch...) {
		if result.Err != nil {
			return nil, result.Err
		}
		acknowledged[int(result.Record.Partition)]++
	}
	return acknowledged, nil
}

func listed(offsets kadm.ListedOffsets, err error) (actor.Offsets, error) {
	if err == nil {
		err = offsets.Error()
	}
	answer := actor.Offsets{}
	offsets.Each(func(o kadm.ListedOffset) { answer[int(o.Partition)] = o.Offset })
	return answer, err
}

func (f franz) Ends(topic string) (actor.Offsets, error) {
	return listed(f.admin.ListEndOffsets(background, topic))
}

// Times: where no record is as late, kadm answers the end of the partition, without a timestamp.
func (f franz) Times(topic string, timestamp int64) (actor.Offsets, error) {
	offsets, err := f.admin.ListOffsetsAfterMilli(background, timestamp, topic)
	answer, err := listed(offsets, err)
	offsets.Each(func(o kadm.ListedOffset) {
		if o.Timestamp < 0 {
			answer[int(o.Partition)] = -1
		}
	})
	return answer, err
}

func (f franz) Committed(group, topic string) (actor.Offsets, error) {
	offsets, err := f.admin.FetchOffsets(background, group)
	if err == nil {
		err = offsets.Error()
	}
	answer := actor.Offsets{}
	for partition, o := range offsets[topic] {
		answer[int(partition)] = o.At
	}
	return answer, err
}

func (f franz) Place(group, topic string, places actor.Offsets) error {
	offsets := kadm.Offsets{}
	for partition, offset := range places {
		offsets.AddOffset(topic, int32(partition), offset, -1)
	}
	return f.admin.CommitAllOffsets(background, group, offsets)
}

// A member.

type member struct {
	client   *kgo.Client
	topics   []string
	holds    bool // its topics are paused
	assigned actor.Assignment
	listed   atomic.Bool // ListOffsets was answered since the last assignment: it knows its places
	atEnd    bool        // told
}

func (franz) Join(group string, topics []string, reset string, byTimer bool) (actor.Member, error) {
	m := &member{topics: topics, holds: true}
	options := []kgo.Opt{
		kgo.SeedBrokers(actor.Bootstrap), kgo.ConsumerGroup(group), kgo.ConsumeTopics(topics...),
		kgo.ConsumeStartOffset(starts[reset]), kgo.SessionTimeout(6 * time.Second), kgo.HeartbeatInterval(500 * time.Millisecond),
		kgo.FetchMaxPartitionBytes(maxFetchedBytes), kgo.WithHooks(m),
		kgo.OnPartitionsAssigned(m.onAssigned), kgo.OnPartitionsRevoked(m.onGone), kgo.OnPartitionsLost(m.onGone),
	}
	if byTimer {
		options = append(options, kgo.AutoCommitInterval(100*time.Millisecond))
	} else {
		options = append(options, kgo.DisableAutoCommit())
	}
	client, err := kgo.NewClient(options...)
	m.client = client
	if err == nil {
		client.PauseFetchTopics(topics...)
	}
	return m, err
}

func names(partitions map[string][]int32) (names []actor.TopicPartition) {
	for topic, numbers := range partitions {
		for _, p := range numbers {
			names = append(names, actor.Name(topic, int(p)))
		}
	}
	return names
}

func (m *member) onAssigned(_ context.Context, _ *kgo.Client, added map[string][]int32) {
	m.listed.Store(false)
	m.assigned.Add(names(added)...)
}

func (m *member) onGone(_ context.Context, _ *kgo.Client, gone map[string][]int32) {
	m.assigned.Remove(names(gone)...)
}

// OnBrokerRead is a hook of kgo: a response has been read.
func (m *member) OnBrokerRead(_ kgo.BrokerMetadata, key int16, _ int, _, _ time.Duration, err error) {
	if key == listOffsetsKey && err == nil {
		m.listed.Store(true)
	}
}

func (m *member) Poll(limit int) (int, error) {
	m.pauseOrResume(limit == 0)
	ctx, cancel := context.WithTimeout(background, pollTime)
	defer cancel()
	fetches := m.client.PollRecords(ctx, max(limit, 1))
	var failure error
	fetches.EachError(func(_ string, _ int32, err error) {
		if !errors.Is(err, context.DeadlineExceeded) {
			failure = err
		}
	})
	fetches.EachRecord(func(r *kgo.Record) {
		actor.SayRecord(r.Topic, int(r.Partition), r.Offset, r.Timestamp.UnixMilli(), r.Key, r.Value)
	})
	if limit > 0 && fetches.NumRecords() == 0 && m.listed.CompareAndSwap(true, false) {
		for _, name := range m.assigned.Names() {
			actor.Say("at-end", name)
		}
	}
	return fetches.NumRecords(), failure
}

func (m *member) pauseOrResume(hold bool) {
	if m.holds == hold {
		return
	}
	m.holds = hold
	if hold {
		m.client.PauseFetchTopics(m.topics...)
	} else {
		m.client.ResumeFetchTopics(m.topics...)
	}
}

func (m *member) Commit() error {
	return m.client.CommitUncommittedOffsets(background)
}

func (m *member) Close() error {
	m.client.Close()
	return nil
}
