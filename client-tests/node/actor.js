// What the client programs in JavaScript share: it reads commands, one a line, and answers them (the README of the
// client tests, "The lines").
'use strict'

const readline = require('node:readline')
const { records } = require('./records.js')

exports.PARTITIONS = 6
exports.BOOTSTRAP = process.env.BOOTSTRAP
exports.wait = (ms) => new Promise((resolve) => setTimeout(resolve, ms))

// The client has no way to do what it was told.
class Cannot extends Error {}
exports.Cannot = Cannot

const say = (...words) => process.stdout.write(words.join('\t') + '\n')
exports.say = say

exports.sayRecord = (topic, partition, offset, timestamp, key, value) =>
  say('record', topic, partition, offset, timestamp, key ?? '', value)

const sayOffsets = (word, offsets) =>
  say(word, ...[...offsets].sort((a, b) => a[0] - b[0]).map(([partition, offset]) => `${partition}:${offset}`))

const oneLine = (text) => String(text).replace(/\s+/g, ' ')

// The client answers offsets as a Map by partition. A member has go(count), commit() and close().
class Actor {
  constructor(client) {
    this.client = client
    this.member = null
  }

  async obeyAll() {
    for await (const line of readline.createInterface({ input: process.stdin })) {
      try {
        await this.obey(...line.split('\t'))
      } catch (error) {
        this.explain(error)
      }
    }
    if (this.member) await this.member.close()
    process.exit(0) // whatever the client still has open
  }

  explain(error) {
    if (error instanceof Cannot) say('cannot', error.message)
    else say('error', oneLine(this.client.errorName(error)), oneLine(error.message))
  }

  async obey(command, ...words) {
    const { client } = this
    switch (command) {
      case 'version':
        return say('version', client.version())
      case 'create':
        await client.create(words[0], Number(words[1]))
        return say('created')
      case 'produce': {
        const [topic, codec, ...numbers] = words
        return sayOffsets('produced', await client.produce(topic, codec, records(...numbers.map(Number))))
      }
      case 'ends':
        return sayOffsets('ends', await client.ends(words[0]))
      case 'times':
        return sayOffsets('times', await client.times(words[0], Number(words[1])))
      case 'committed':
        return sayOffsets('committed', await client.committed(words[0], words[1]))
      case 'place': {
        const [group, topic, ...places] = words
        await client.place(group, topic, new Map(places.map((place) => place.split(':').map(Number))))
        return say('placed')
      }
      default:
        return this.obeyAsMember(command, words)
    }
  }

  async obeyAsMember(command, words) {
    switch (command) {
      case 'join': {
        const [group, topics, reset, commit] = words
        this.member = await this.client.join(group, topics.split(','), reset, commit === 'timer')
        return say('joined')
      }
      case 'go':
        return this.member.go(words.length ? Number(words[0]) : Infinity)
      case 'commit':
        await this.member.commit()
        return say('committed')
      case 'close':
        await this.member.close()
        this.member = null
        return say('closed')
      default:
        throw new Error(`unknown command ${command}`)
    }
  }
}

exports.run = (client) => new Actor(client).obeyAll()
