// A member of a group that reads when told to; otherwise its partitions are paused.
'use strict'

const { promisify } = require('node:util')
const { CODES, KafkaConsumer } = require('@confluentinc/kafka-javascript')
const { say, sayRecord } = require('../actor.js')

const POLL_MS = 50
const MOST_AT_ONCE = 500

const name = ({ topic, partition }) => `${topic}:${partition}`

class Member {
  constructor(config, topicConfig, errorName) {
    this.budget = 0 // records until it holds again
    this.errorName = errorName
    const rebalance_cb = (error, partitions) => this.onRebalance(error, partitions)
    this.consumer = new KafkaConsumer({ ...config, rebalance_cb }, topicConfig)
    this.consumer.setDefaultConsumeTimeout(POLL_MS)
    this.consumer.setDefaultIsTimeoutOnlyForFirstMessage(true)
    this.consumer.on('partition.eof', (place) => say('at-end', name(place), place.offset))
  }

  async join(topics) {
    await promisify(this.consumer.connect.bind(this.consumer))({})
    this.consumer.subscribe(topics)
    this.polling = this.poll()
  }

  onRebalance(error, partitions) {
    if (error.code !== CODES.ERRORS.ERR__ASSIGN_PARTITIONS) {
      this.consumer.unassign()
      return say('assigned')
    }
    this.consumer.assign(partitions)
    // One that was paused when it was lost still is when it comes again.
    if (this.budget > 0) this.consumer.resume(partitions)
    else this.consumer.pause(partitions)
    say('assigned', ...partitions.map(name))
  }

  async poll() {
    const consume = promisify(this.consumer.consume.bind(this.consumer))
    while (!this.closes) {
      try {
        const most = this.budget > 0 ? Math.min(this.budget, MOST_AT_ONCE) : 1
        for (const message of await consume(most)) this.tell(message)
      } catch (error) {
        say('error', this.errorName(error), error.message)
      }
    }
  }

  tell({ topic, partition, offset, timestamp, key, value }) {
    sayRecord(topic, partition, offset, timestamp, key, value)
    if (--this.budget === 0) {
      this.consumer.pause(this.consumer.assignments())
      say('held')
    }
  }

  go(count) {
    this.budget = count
    this.consumer.resume(this.consumer.assignments())
  }

  async commit() {
    try {
      this.consumer.commitSync()
    } catch (error) {
      if (error.code !== CODES.ERRORS.ERR__NO_OFFSET) throw error // nothing new is no error here
    }
  }

  async close() {
    this.closes = true
    await this.polling
    await promisify(this.consumer.disconnect.bind(this.consumer))()
  }
}

exports.Member = Member
