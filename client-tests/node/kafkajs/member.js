// A member of a group that reads when told to. While it is not, it is a consumer that takes its time over a batch.
'use strict'

const { say, sayRecord, wait } = require('../actor.js')

class Member {
  constructor(kafka, groupId, byTimer) {
    this.byTimer = byTimer
    this.budget = 0 // records until it holds again
    this.assigned = []
    this.knowsPlaces = false // the broker has told it where its partitions end, since they were assigned
    this.positions = new Map() // topic:partition -> next offset, of what it has read
    this.consumer = kafka.consumer({
      groupId,
      sessionTimeout: 6000,
      heartbeatInterval: 500,
      maxBytesPerPartition: 65536, // a little of every partition at a time
      maxWaitTimeInMs: 200,
    })
  }

  async join(topics, fromBeginning) {
    const { consumer } = this
    consumer.on(consumer.events.GROUP_JOIN, ({ payload }) => this.onAssigned(payload.memberAssignment))
    consumer.on(consumer.events.REBALANCING, () => this.onAssigned({}))
    consumer.on(consumer.events.REQUEST, ({ payload }) => this.onAnswered(payload.apiName))
    await consumer.connect()
    await consumer.subscribe({ topics, fromBeginning })
    await consumer.run({
      autoCommit: this.byTimer,
      autoCommitInterval: 100,
      eachBatchAutoResolve: false,
      eachBatch: (batch) => this.read(batch),
    })
  }

  onAssigned(assignment) {
    this.knowsPlaces = false
    this.positions.clear()
    this.assigned = Object.entries(assignment).flatMap(([topic, partitions]) => partitions.map((p) => `${topic}:${p}`))
    say('assigned', ...this.assigned)
  }

  onAnswered(api) {
    if (api !== 'ListOffsets') return
    this.knowsPlaces = true
    this.sayEnds()
  }

  sayEnds() {
    if (this.knowsPlaces && this.budget > 0) for (const name of this.assigned) say('at-end', name)
  }

  async read({ batch, resolveOffset, heartbeat, commitOffsetsIfNecessary, isRunning, isStale }) {
    const { topic, partition } = batch
    for (const { offset, timestamp, key, value } of batch.messages) {
      while (this.budget === 0 && isRunning()) {
        await heartbeat()
        if (this.byTimer) await commitOffsetsIfNecessary()
        await wait(50)
      }
      if (!isRunning() || isStale()) return
      sayRecord(topic, partition, offset, timestamp, key, value)
      resolveOffset(offset)
      this.positions.set(`${topic}:${partition}`, { topic, partition, offset: String(Number(offset) + 1) })
      if (--this.budget === 0) say('held')
    }
  }

  go(count) {
    this.budget = count
    this.sayEnds()
  }

  async commit() {
    await this.consumer.commitOffsets([...this.positions.values()])
  }

  async close() {
    await this.consumer.disconnect()
  }
}

exports.Member = Member
