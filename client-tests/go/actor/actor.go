// Package actor is what the client programs in Go share: it reads commands, one a line, and answers them (the
// README of the client tests, "The lines"). A member polls between two commands.
package actor

import (
	"bufio"
	"errors"
	"fmt"
	"math"
	"os"
	"strconv"
	"strings"
)

// Partitions is how many every topic has.
const Partitions = 6

// A member reads no more records between two commands.
const mostAtOnce = 1000

// Bootstrap is the broker's address.
var Bootstrap = os.Getenv("BOOTSTRAP")

// Offsets are offsets, or counts, by partition.
type Offsets map[int]int64

// Client is a Kafka client library.
type Client interface {
	Version() string
	// ErrorName is Kafka's name of an error that a broker answered, "" of any other.
	ErrorName(err error) string
	Create(topic string, partitions int) error
	// Produce answers how many records were acknowledged.
	Produce(topic, codec string, records []Record) (Offsets, error)
	Ends(topic string) (Offsets, error)
	Times(topic string, timestamp int64) (Offsets, error)
	Committed(group, topic string) (Offsets, error)
	Place(group, topic string, places Offsets) error
	Join(group string, topics []string, reset string, byTimer bool) (Member, error)
}

// Member is a consumer in a group. It tells its assignments and the records that it reads.
type Member interface {
	// Poll reads for a moment, at most so many records; with 0 it only goes on being a member.
	Poll(limit int) (count int, err error)
	Commit() error
	Close() error
}

type actor struct {
	client Client
	member Member // nil: none
	budget int    // records that the member may read until it holds
}

// Run obeys until the end of standard input.
func Run(client Client) {
	a := actor{client: client}
	lines := input()
	for {
		a.poll()
		line, open := a.next(lines)
		if !open {
			break
		}
		if line == "" {
			continue
		}
		if err := a.obey(strings.Split(line, "\t")); err != nil {
			a.sayError(err)
		}
	}
	if a.member != nil {
		a.member.Close()
	}
}

func input() <-chan string {
	lines := make(chan string)
	go func() {
		scanner := bufio.NewScanner(os.Stdin)
		for scanner.Scan() {
			lines <- scanner.Text()
		}
		close(lines)
	}()
	return lines
}

// next waits for a line; a member does not: "" if there is none.
func (a *actor) next(lines <-chan string) (line string, open bool) {
	if a.member == nil {
		line, open = <-lines
		return line, open
	}
	select {
	case line, open = <-lines:
		return line, open
	default:
		return "", true
	}
}

func (a *actor) poll() {
	if a.member == nil {
		return
	}
	count, err := a.member.Poll(min(a.budget, mostAtOnce))
	flush()
	if err != nil {
		a.sayError(err)
	}
	if a.budget > 0 && count >= a.budget {
		Say("held")
	}
	a.budget = max(0, a.budget-count)
}

func (a *actor) sayError(err error) {
	name := a.client.ErrorName(err)
	if name == "" {
		name = oneLine(err.Error())
	}
	Say("error", name, oneLine(err.Error()))
}

func (a *actor) obey(words []string) error {
	switch command, words := words[0], words[1:]; command {
	case "version":
		Say("version", a.client.Version())
		return nil
	case "create":
		return answer("created", a.client.Create(words[0], Partitions))
	case "produce":
		return a.produce(words[0], words[1], number(words[2]), number(words[3]), int64(number(words[4])))
	case "ends":
		offsets, err := a.client.Ends(words[0])
		return answerOffsets("ends", offsets, err)
	case "times":
		offsets, err := a.client.Times(words[0], int64(number(words[1])))
		return answerOffsets("times", offsets, err)
	case "committed":
		offsets, err := a.client.Committed(words[0], words[1])
		return answerOffsets("committed", offsets, err)
	case "place":
		return answer("placed", a.client.Place(words[0], words[1], places(words[2:])))
	default:
		return a.obeyAsMember(command, words)
	}
}

func (a *actor) obeyAsMember(command string, words []string) (err error) {
	switch command {
	case "join":
		a.budget = 0
		a.member, err = a.client.Join(words[0], strings.Split(words[1], ","), words[2], words[3] == "timer")
		return answer("joined", err)
	case "go":
		a.budget = math.MaxInt
		if len(words) > 0 {
			a.budget = number(words[0])
		}
		return nil
	case "commit":
		return answer("committed", a.member.Commit())
	case "close":
		err = a.member.Close()
		a.member = nil
		return answer("closed", err)
	default:
		return errors.New("unknown command " + command)
	}
}

func (a *actor) produce(topic, codec string, first, count int, baseTimestamp int64) error {
	offsets, err := a.client.Produce(topic, codec, storyRecords(first, count, baseTimestamp))
	return answerOffsets("produced", offsets, err)
}

func answer(word string, err error) error {
	if err == nil {
		Say(word)
	}
	return err
}

func answerOffsets(word string, offsets Offsets, err error) error {
	if err == nil {
		sayOffsets(word, offsets)
	}
	return err
}

func places(words []string) Offsets {
	offsets := Offsets{}
	for _, word := range words {
		partition, offset, _ := strings.Cut(word, ":")
		offsets[number(partition)] = int64(number(offset))
	}
	return offsets
}

func number(word string) int {
	n, err := strconv.Atoi(word)
	if err != nil {
		panic(fmt.Sprintf("%q is no number", word))
	}
	return n
}
