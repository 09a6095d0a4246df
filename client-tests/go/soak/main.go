// The soak's clients of franz-go: many in one process, each with goroutines of its own.
//
// Commands and lines are those of client-tests/soak/README.md, words separated by tabs.
package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"os"
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/twmb/franz-go/pkg/kerr"
	"github.com/twmb/franz-go/pkg/kgo"
	"github.com/twmb/franz-go/pkg/kmsg"
)

const (
	produceEvery = 500 * time.Millisecond
	commitEvery  = time.Second
)

var (
	background = context.Background()
	saying     sync.Mutex
)

// say writes at once: what a member has read is told before it is committed.
func say(lines ...string) {
	saying.Lock()
	defer saying.Unlock()
	if len(lines) > 0 {
		os.Stdout.WriteString(strings.Join(lines, "\n") + "\n")
	}
}

func line(words ...any) string {
	texts := make([]string, len(words))
	for i, word := range words {
		texts[i] = fmt.Sprint(word)
	}
	return strings.Join(texts, "\t")
}

func name(err error) string {
	if e := (*kerr.Error)(nil); errors.As(err, &e) {
		return e.Message
	}
	return strings.ReplaceAll(err.Error(), "\t", " ")
}

func open(options ...kgo.Opt) *kgo.Client {
	common := []kgo.Opt{kgo.SeedBrokers(os.Getenv("BOOTSTRAP")), kgo.MetadataMaxAge(2 * time.Second), kgo.MetadataMinAge(250 * time.Millisecond)}
	client, err := kgo.NewClient(append(common, options...)...)
	if err != nil {
		panic(err)
	}
	return client
}

func produce(id, topic string, keys int, leave <-chan struct{}) {
	client := open(kgo.ClientID(id), kgo.DefaultProduceTopic(topic), kgo.UnknownTopicRetries(2))
	ticker := time.NewTicker(produceEvery)
	defer ticker.Stop()
	for number := 0; ; number++ {
		record := &kgo.Record{Value: []byte(fmt.Sprintf("%s:%d", id, number))}
		if keys > 0 {
			record.Key = []byte(fmt.Sprintf("%s-%d", id, number%keys))
		}
		client.Produce(background, record, func(r *kgo.Record, err error) {
			if err != nil {
				say(line("unsure", id, number, name(err)))
			} else {
				say(line("acked", id, r.Topic, r.Partition, r.Offset, number))
			}
		})
		select {
		case <-leave:
			client.Flush(background)
			client.Close()
			say(line("down", id))
			return
		case <-ticker.C:
		}
	}
}

// member is served by one goroutine, except for what the client calls while polling is blocked.
type member struct {
	id      string
	client  *kgo.Client
	ordinal int
	fresh   bool // something was read since the last commit
}

func (m *member) commit() {
	places := m.client.UncommittedOffsets()
	if !m.fresh || len(places) == 0 {
		return
	}
	m.fresh = false
	m.client.CommitOffsetsSync(background, places, func(_ *kgo.Client, _ *kmsg.OffsetCommitRequest, answer *kmsg.OffsetCommitResponse, err error) {
		if err != nil {
			say(line("refused", m.id, m.ordinal, name(err)))
			return
		}
		for _, topic := range answer.Topics {
			for _, p := range topic.Partitions {
				if refused := kerr.ErrorForCode(p.ErrorCode); refused != nil {
					say(line("refused", m.id, m.ordinal, name(refused)))
				} else {
					say(line("committed", m.id, m.ordinal, topic.Topic, p.Partition, places[topic.Topic][p.Partition].Offset))
				}
			}
		}
	})
}

func consume(id, topic, group string, leave <-chan struct{}) {
	m := &member{id: id}
	m.client = open(kgo.ClientID(id), kgo.ConsumeTopics(topic), kgo.ConsumerGroup(group), kgo.Balancers(kgo.RangeBalancer()),
		kgo.SessionTimeout(10*time.Second), kgo.HeartbeatInterval(time.Second), kgo.DisableAutoCommit(), kgo.BlockRebalanceOnPoll(),
		kgo.ConsumeResetOffset(kgo.NewOffset().AtStart()), kgo.FetchMaxWait(time.Second), kgo.KeepRetryableFetchErrors(),
		kgo.OnPartitionsAssigned(func(_ context.Context, _ *kgo.Client, partitions map[string][]int32) {
			m.ordinal++
			say(line("assigned", id, m.ordinal, partitions[topic]))
		}),
		kgo.OnPartitionsRevoked(func(context.Context, *kgo.Client, map[string][]int32) { m.commit() }),
		kgo.OnPartitionsLost(func(context.Context, *kgo.Client, map[string][]int32) {
			m.fresh = false
			say(line("lost", id, m.ordinal))
		}))
	last := time.Now()
	for left := false; !left; {
		within, cancel := context.WithTimeout(background, 200*time.Millisecond)
		m.tell(m.client.PollFetches(within))
		cancel()
		if time.Since(last) >= commitEvery {
			last = time.Now()
			m.commit()
		}
		m.client.AllowRebalance()
		select {
		case <-leave:
			left = true
		default:
		}
	}
	m.client.CloseAllowingRebalance()
	say(line("down", id))
}

func (m *member) tell(fetches kgo.Fetches) {
	var lines []string
	fetches.EachError(func(topic string, partition int32, err error) {
		if !errors.Is(err, context.DeadlineExceeded) {
			lines = append(lines, line("error", m.id, "poll", name(err), topic, partition))
		}
	})
	fetches.EachRecord(func(r *kgo.Record) {
		m.fresh = true
		lines = append(lines, line("read", m.id, m.ordinal, r.Topic, r.Partition, r.Offset, string(r.Value)))
	})
	say(lines...)
}

func main() {
	leave := map[string]chan struct{}{}
	commands := bufio.NewScanner(os.Stdin)
	for commands.Scan() {
		words := strings.Split(commands.Text(), "\t")
		id := words[1]
		if words[0] == "leave" {
			close(leave[id])
			delete(leave, id)
			continue
		}
		leave[id] = make(chan struct{})
		if words[0] == "produce" {
			keys, _ := strconv.Atoi(words[3])
			go produce(id, words[2], keys, leave[id])
		} else {
			go consume(id, words[2], words[3], leave[id])
		}
		say(line("up", id))
	}
}
