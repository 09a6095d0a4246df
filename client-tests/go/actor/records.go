// The records of the story.

package actor

import "fmt"

// Record is one of the story's records: number i is the same in every language.
type Record struct {
	Key       []byte // nil: none
	Value     []byte
	Timestamp int64 // milliseconds
}

var tape = fillTape()

func fillTape() string {
	letters := make([]byte, 32768)
	x := int64(1)
	for n := range letters {
		x = x * 16807 % 2147483647
		letters[n] = byte('a' + x%26)
	}
	return string(letters)
}

func storyRecord(i int, baseTimestamp int64) Record {
	size := i * 37 % 300
	if i%1000 == 999 {
		size = 20000
	}
	start := i * 101 % 8192
	record := Record{Value: fmt.Appendf(nil, "%d:%s", i, tape[start:start+size]), Timestamp: baseTimestamp + int64(i)}
	if i%11 != 0 {
		record.Key = fmt.Appendf(nil, "key-%d", i%1000)
	}
	return record
}

func storyRecords(first, count int, baseTimestamp int64) []Record {
	records := make([]Record, count)
	for n := range records {
		records[n] = storyRecord(first+n, baseTimestamp)
	}
	return records
}
