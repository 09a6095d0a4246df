// A member of a group, for sarama.

package main

import (
	"context"
	"sync"
	"time"

	"github.com/IBM/sarama"

	"dogear/client-tests/actor"
)

const pollTime = 50 * time.Millisecond

// member is what sarama calls a handler. Every partition has a goroutine that hands its messages to Poll, one by one.
type member struct {
	consumer sarama.ConsumerGroup
	cancel   context.CancelFunc
	ended    chan struct{}
	strict   bool // it was asked for an error where there is no place
	messages chan delivery
	assigned actor.Assignment

	mutex   sync.Mutex
	session sarama.ConsumerGroupSession
	ends    map[actor.TopicPartition]int64 // where a partition waits, as it was when its goroutine began
}

type delivery struct {
	session sarama.ConsumerGroupSession
	message *sarama.ConsumerMessage
}

func newMember(consumer sarama.ConsumerGroup, strict bool) *member {
	return &member{
		consumer: consumer, strict: strict, ended: make(chan struct{}), messages: make(chan delivery),
		ends: map[actor.TopicPartition]int64{},
	}
}

// consume is a session after the other: each rebalance ends one.
func (m *member) consume(ctx context.Context, topics []string) {
	defer close(m.ended)
	for ctx.Err() == nil {
		if err := m.consumer.Consume(ctx, topics, m); err != nil && ctx.Err() == nil {
			actor.Say("error", client{}.ErrorName(err), err)
		}
	}
}

func (m *member) Setup(session sarama.ConsumerGroupSession) error {
	m.mutex.Lock()
	m.session = session
	m.mutex.Unlock()
	var names []actor.TopicPartition
	for topic, partitions := range session.Claims() {
		for _, p := range partitions {
			names = append(names, actor.Name(topic, int(p)))
		}
	}
	m.assigned.Set(names...)
	return nil
}

func (m *member) Cleanup(sarama.ConsumerGroupSession) error {
	m.mutex.Lock()
	m.session = nil
	m.mutex.Unlock()
	m.assigned.Set()
	return nil
}

// ConsumeClaim serves one partition until the session ends.
func (m *member) ConsumeClaim(session sarama.ConsumerGroupSession, claim sarama.ConsumerGroupClaim) error {
	if claim.InitialOffset() < 0 && m.strict {
		actor.Say("cannot", "Consumer.Offsets.Initial is the oldest or the newest, never none")
	}
	if claim.InitialOffset() == sarama.OffsetNewest {
		m.mutex.Lock()
		m.ends[actor.Name(claim.Topic(), int(claim.Partition()))] = claim.HighWaterMarkOffset()
		m.mutex.Unlock()
	}
	for message := range claim.Messages() {
		select {
		case m.messages <- delivery{session, message}:
		case <-session.Context().Done():
			return nil
		}
	}
	return nil
}

func (m *member) Poll(limit int) (count int, err error) {
	if limit > 0 {
		m.sayEnds()
	}
	timeout := time.After(pollTime)
	messages := m.messages
	for {
		if count == limit {
			messages = nil // it only waits
		}
		select {
		case d := <-messages:
			r := d.message
			actor.SayRecord(r.Topic, int(r.Partition), r.Offset, r.Timestamp.UnixMilli(), r.Key, r.Value)
			d.session.MarkMessage(r, "")
			count++
		case err = <-m.consumer.Errors():
			return count, err
		case <-timeout:
			return count, nil
		}
	}
}

func (m *member) sayEnds() {
	m.mutex.Lock()
	defer m.mutex.Unlock()
	for name, end := range m.ends {
		actor.Say("at-end", name, end)
		delete(m.ends, name)
	}
}

func (m *member) Commit() error {
	m.mutex.Lock()
	defer m.mutex.Unlock()
	if m.session != nil {
		m.session.Commit()
	}
	return nil
}

func (m *member) Close() error {
	m.cancel()
	<-m.ended
	return m.consumer.Close()
}
