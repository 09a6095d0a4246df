// The records of the story: record i is the same in every language.
'use strict'

function fillTape() {
  const letters = []
  let x = 1
  for (let n = 0; n < 32768; n++) {
    x = (x * 16807) % 2147483647
    letters.push(String.fromCharCode(97 + (x % 26)))
  }
  return letters.join('')
}

const tape = fillTape()

function record(i, baseTimestamp) {
  const size = i % 1000 === 999 ? 20000 : (i * 37) % 300
  const start = (i * 101) % 8192
  return {
    key: i % 11 === 0 ? null : `key-${i % 1000}`,
    value: `${i}:${tape.slice(start, start + size)}`,
    timestamp: baseTimestamp + i,
  }
}

exports.records = (first, count, baseTimestamp) =>
  Array.from({ length: count }, (_, n) => record(first + n, baseTimestamp))
