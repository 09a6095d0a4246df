// A member of a group, for kafka-go.

package main

import (
	"context"
	"errors"
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/segmentio/kafka-go"

	"dogear/client-tests/actor"
)

const pollTime = 50 * time.Millisecond

// member is a Reader in a group. What it is assigned and where it begins kafka-go tells in its log alone.
type member struct {
	reader   *kafka.Reader
	reset    string
	byTimer  bool
	assigned actor.Assignment
	last     map[actor.TopicPartition]kafka.Message // read, by partition

	mutex  sync.Mutex
	starts map[actor.TopicPartition]string // where a partition waits
}

func (client) Join(group string, topics []string, reset string, byTimer bool) (actor.Member, error) {
	m := &member{
		reset: reset, byTimer: byTimer, last: map[actor.TopicPartition]kafka.Message{}, starts: map[actor.TopicPartition]string{},
	}
	config := kafka.ReaderConfig{
		Brokers: []string{actor.Bootstrap}, GroupID: group, GroupTopics: topics, StartOffset: kafka.LastOffset,
		SessionTimeout: 6 * time.Second, HeartbeatInterval: 500 * time.Millisecond, JoinGroupBackoff: 500 * time.Millisecond,
		MaxBytes: 65536, MaxWait: 500 * time.Millisecond, OffsetOutOfRangeError: true, Logger: kafka.LoggerFunc(m.log),
	}
	if reset == "earliest" {
		config.StartOffset = kafka.FirstOffset
	}
	if byTimer {
		config.CommitInterval = 100 * time.Millisecond
	}
	m.reader = kafka.NewReader(config)
	return m, nil
}

var assignment = regexp.MustCompile(`\{topic:(\S+) partition:(\d+)\}:(-?\d+)`)

func (m *member) log(format string, arguments ...any) {
	line := fmt.Sprintf(format, arguments...)
	switch {
	case strings.HasPrefix(line, "subscribed to topics and partitions: "):
		var names []actor.TopicPartition
		for _, found := range assignment.FindAllStringSubmatch(line, -1) {
			partition, _ := strconv.Atoi(found[2])
			names = append(names, actor.Name(found[1], partition))
			if m.reset == "none" && strings.HasPrefix(found[3], "-") {
				actor.Say("cannot", "ReaderConfig.StartOffset is the first or the last, never none")
			}
		}
		m.assigned.Set(names...)
	case strings.Contains(line, " is seeking to offset "):
		m.mutex.Lock()
		m.starts[actor.Name(arguments[1].(string), arguments[0].(int))] = fmt.Sprint(arguments[2])
		m.mutex.Unlock()
	}
}

func (m *member) Poll(limit int) (count int, err error) {
	ctx, cancel := context.WithTimeout(background, pollTime)
	defer cancel()
	if limit == 0 {
		<-ctx.Done()
		return 0, nil
	}
	m.sayStarts()
	for count < limit {
		message, err := m.reader.FetchMessage(ctx)
		if errors.Is(err, context.DeadlineExceeded) {
			break
		}
		if err != nil {
			return count, err
		}
		actor.SayRecord(message.Topic, message.Partition, message.Offset, message.Time.UnixMilli(), message.Key, message.Value)
		m.last[actor.Name(message.Topic, message.Partition)] = message
		count++
	}
	if m.byTimer {
		err = m.Commit() // that is, at the next tick
	}
	return count, err
}

func (m *member) sayStarts() {
	m.mutex.Lock()
	defer m.mutex.Unlock()
	for name, offset := range m.starts {
		if m.reset == "latest" {
			actor.Say("at-end", name, offset)
		}
		delete(m.starts, name)
	}
}

func (m *member) Commit() error {
	var messages []kafka.Message
	for _, message := range m.last {
		messages = append(messages, message)
	}
	clear(m.last)
	return m.reader.CommitMessages(background, messages...)
}

func (m *member) Close() error { return m.reader.Close() }
