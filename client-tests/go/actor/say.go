// Speaking: lines of words on standard output.

package actor

import (
	"bufio"
	"fmt"
	"os"
	"slices"
	"strings"
	"sync"
)

// Callbacks of a client speak, too: one line at a time.
var (
	speaking sync.Mutex
	out      = bufio.NewWriterSize(os.Stdout, 1<<16)
)

// Say tells one line, at once.
func Say(words ...any) {
	speaking.Lock()
	defer speaking.Unlock()
	for n, word := range words {
		if n > 0 {
			out.WriteByte('\t')
		}
		fmt.Fprint(out, word)
	}
	out.WriteByte('\n')
	out.Flush()
}

// SayRecord tells a record that a member has read; it need not be heard before the next line that is said.
func SayRecord(topic string, partition int, offset, timestamp int64, key, value []byte) {
	speaking.Lock()
	defer speaking.Unlock()
	fmt.Fprintf(out, "record\t%s\t%d\t%d\t%d\t%s\t%s\n", topic, partition, offset, timestamp, key, value)
}

func flush() {
	speaking.Lock()
	defer speaking.Unlock()
	out.Flush()
}

func sayOffsets(word string, offsets Offsets) {
	words := []any{word}
	for p := range Partitions {
		if offset, known := offsets[p]; known {
			words = append(words, fmt.Sprintf("%d:%d", p, offset))
		}
	}
	Say(words...)
}

// TopicPartition is a partition as the lines name it: topic:partition.
type TopicPartition string

// Name names a partition.
func Name(topic string, partition int) TopicPartition {
	return TopicPartition(fmt.Sprintf("%s:%d", topic, partition))
}

// Assignment is what a member has, told whenever it changes.
type Assignment struct {
	mutex sync.Mutex
	names []TopicPartition
}

// Add tells that these partitions have come.
func (a *Assignment) Add(names ...TopicPartition) {
	a.change(func() { a.names = append(a.names, names...) })
}

// Remove tells that these partitions have gone.
func (a *Assignment) Remove(names ...TopicPartition) {
	a.change(func() {
		a.names = slices.DeleteFunc(a.names, func(name TopicPartition) bool { return slices.Contains(names, name) })
	})
}

// Set tells that the member has these partitions and no others.
func (a *Assignment) Set(names ...TopicPartition) {
	a.change(func() { a.names = names })
}

// Names are the partitions that the member has.
func (a *Assignment) Names() []TopicPartition {
	a.mutex.Lock()
	defer a.mutex.Unlock()
	return slices.Clone(a.names)
}

func (a *Assignment) change(how func()) {
	a.mutex.Lock()
	defer a.mutex.Unlock()
	how()
	words := []any{"assigned"}
	for _, name := range a.names {
		words = append(words, name)
	}
	Say(words...)
}

func oneLine(text string) string { return strings.NewReplacer("\n", " ", "\t", " ").Replace(text) }
