// The client program of the story for KafkaJS.
'use strict'

const { CompressionCodecs, CompressionTypes, Kafka, Partitioners, logLevel } = require('kafkajs')
const LZ4 = require('kafkajs-lz4')
const { ZstdCodec } = require('zstd-codec')
const { BOOTSTRAP, Cannot, run } = require('../actor.js')
const { Member } = require('./member.js')

CompressionCodecs[CompressionTypes.Snappy] = require('kafkajs-snappy')
CompressionCodecs[CompressionTypes.LZ4] = new LZ4().codec
CompressionCodecs[CompressionTypes.ZSTD] = () => ({
  compress: async (encoder) => Buffer.from((await zstd).compress(encoder.buffer)),
  decompress: async (buffer) => Buffer.from((await zstd).decompress(buffer)),
})
const zstd = new Promise((resolve) => ZstdCodec.run((codec) => resolve(new codec.Simple())))

const COMPRESSION = {
  none: CompressionTypes.None,
  gzip: CompressionTypes.GZIP,
  snappy: CompressionTypes.Snappy,
  lz4: CompressionTypes.LZ4,
  zstd: CompressionTypes.ZSTD,
}

const kafka = new Kafka({ clientId: 'kafkajs', brokers: [BOOTSTRAP], logLevel: logLevel.NOTHING })

const byPartition = (offsets) => new Map(offsets.map(({ partition, offset }) => [partition, Number(offset)]))

class Client {
  constructor() {
    this.admin = kafka.admin()
    this.connected = this.admin.connect()
  }

  version() {
    return `kafkajs ${require('kafkajs/package.json').version}`
  }

  errorName(error) {
    return error.type ?? error.cause?.type ?? error.name
  }

  async create(topic, numPartitions) {
    await this.connected
    // It takes a topic that has not reached every part of Kafka yet for an error when it waits for the leaders.
    const topics = [{ topic, numPartitions, replicationFactor: 1 }]
    const created = await this.admin.createTopics({ topics, waitForLeaders: false })
    // KafkaJS makes of this error, and of no other, an answer.
    if (!created) throw Object.assign(new Error('createTopics answered false'), { type: 'TOPIC_ALREADY_EXISTS' })
  }

  // What KafkaJS answers has no counts: those of the partitioner, once all is acknowledged.
  async produce(topic, codec, records) {
    const acknowledged = new Map()
    const createPartitioner = () => {
      const choose = Partitioners.DefaultPartitioner()
      return (asked) => {
        const partition = choose(asked)
        acknowledged.set(partition, (acknowledged.get(partition) ?? 0) + 1)
        return partition
      }
    }
    const producer = kafka.producer({ idempotent: true, createPartitioner })
    await producer.connect()
    for (let n = 0; n < records.length; n += 1000) {
      const messages = records.slice(n, n + 1000).map((r) => ({ ...r, timestamp: String(r.timestamp) }))
      await producer.send({ topic, compression: COMPRESSION[codec], messages })
    }
    await producer.disconnect()
    return acknowledged
  }

  async ends(topic) {
    await this.connected
    return byPartition(await this.admin.fetchTopicOffsets(topic))
  }

  // KafkaJS answers the end where Kafka says -1.
  async times(topic, timestamp) {
    const ends = await this.ends(topic)
    const offsets = byPartition(await this.admin.fetchTopicOffsetsByTimestamp(topic, timestamp))
    return new Map([...offsets].map(([partition, offset]) => [partition, offset === ends.get(partition) ? -1 : offset]))
  }

  async committed(groupId, topic) {
    await this.connected
    const [{ partitions }] = await this.admin.fetchOffsets({ groupId, topics: [topic] })
    return byPartition(partitions.filter(({ offset }) => Number(offset) >= 0))
  }

  async place(groupId, topic, places) {
    await this.connected
    const partitions = [...places].map(([partition, offset]) => ({ partition, offset: String(offset) }))
    await this.admin.setOffsets({ groupId, topic, partitions })
  }

  async join(groupId, topics, reset, byTimer) {
    if (reset === 'none') throw new Cannot('fromBeginning is true or false: a consumer without a valid place never fails')
    const member = new Member(kafka, groupId, byTimer)
    await member.join(topics, reset === 'earliest')
    return member
  }
}

run(new Client())
