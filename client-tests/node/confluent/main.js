// The client program of the story for @confluentinc/kafka-javascript: its callback API, over librdkafka.
'use strict'

const { promisify } = require('node:util')
const { AdminClient, CODES, KafkaConsumer, Producer, librdkafkaVersion } = require('@confluentinc/kafka-javascript')
const { BOOTSTRAP, PARTITIONS, run, wait } = require('../actor.js')
const { Member } = require('./member.js')

const TIMEOUT_MS = 30_000
const SERVERS = { 'bootstrap.servers': BOOTSTRAP }

const everyPartition = (topic, offset) => Array.from({ length: PARTITIONS }, (_, partition) => ({ topic, partition, offset }))
const byPartition = (places) => new Map(places.map(({ partition, offset }) => [partition, offset]))

// Connects, does something, and disconnects.
async function using(client, action) {
  await promisify(client.connect.bind(client))({})
  try {
    return await action(client)
  } finally {
    await promisify(client.disconnect.bind(client))()
  }
}

const withoutJoining = (group, action) => using(new KafkaConsumer({ ...SERVERS, 'group.id': group }, {}), action)

class Client {
  constructor() {
    this.admin = AdminClient.create(SERVERS)
    this.desk = new KafkaConsumer({ ...SERVERS, 'group.id': 'desk' }, {}) // looks up offsets, never joins
    this.connected = promisify(this.desk.connect.bind(this.desk))({})
  }

  version() {
    return `kafka-javascript ${require('@confluentinc/kafka-javascript/package.json').version}, librdkafka ${librdkafkaVersion}`
  }

  errorName(error) {
    const found = Object.entries(CODES.ERRORS).find(([, code]) => code === error.code)
    return found ? found[0].replace('ERR_', '') : error.name
  }

  async create(topic, num_partitions) {
    const create = promisify(this.admin.createTopic.bind(this.admin))
    await create({ topic, num_partitions, replication_factor: 1 }, TIMEOUT_MS)
    await this.connected
    const deadline = Date.now() + TIMEOUT_MS
    while (!(await this.isComplete(topic, num_partitions)) && Date.now() < deadline);
  }

  // Asks the broker, as librdkafka would otherwise keep what it heard when the topic was half created.
  async isComplete(topic, count) {
    const { topics } = await promisify(this.desk.getMetadata.bind(this.desk))({ topic, timeout: TIMEOUT_MS })
    const partitions = topics.find(({ name }) => name === topic)?.partitions ?? []
    return partitions.length === count && partitions.every(({ leader }) => leader >= 0)
  }

  async produce(topic, codec, records) {
    const config = { 'enable.idempotence': true, 'compression.codec': codec, 'batch.size': 65536, 'linger.ms': 5 }
    const producer = new Producer({ ...SERVERS, ...config, dr_cb: true }, {})
    const acknowledged = new Map()
    let failure
    producer.on('delivery-report', (error, { partition }) => {
      if (error) failure = error
      else acknowledged.set(partition, (acknowledged.get(partition) ?? 0) + 1)
    })
    await using(producer, async () => {
      producer.setPollInterval(10)
      for (const record of records) await this.send(producer, topic, record)
      await promisify(producer.flush.bind(producer))(TIMEOUT_MS)
      while (!failure && [...acknowledged.values()].reduce((a, b) => a + b, 0) < records.length) await wait(1)
    })
    if (failure) throw failure
    return acknowledged
  }

  async send(producer, topic, { key, value, timestamp }) {
    for (;;) {
      try {
        return producer.produce(topic, null, Buffer.from(value), key, timestamp)
      } catch (error) {
        if (error.code !== CODES.ERRORS.ERR__QUEUE_FULL) throw error
        await wait(10)
      }
    }
  }

  async ends(topic) {
    await this.connected
    const ask = promisify(this.desk.queryWatermarkOffsets.bind(this.desk))
    const asked = everyPartition(topic).map(async ({ partition }) => ({
      partition,
      offset: (await ask(topic, partition, TIMEOUT_MS)).highOffset,
    }))
    return byPartition(await Promise.all(asked))
  }

  // END is what librdkafka calls -1.
  async times(topic, timestamp) {
    await this.connected
    const ask = promisify(this.desk.offsetsForTimes.bind(this.desk))
    const places = await ask(everyPartition(topic, timestamp), TIMEOUT_MS)
    return byPartition(places.map(({ partition, offset }) => ({ partition, offset: Math.max(offset ?? -1, -1) })))
  }

  async committed(group, topic) {
    const places = await withoutJoining(group, (consumer) =>
      promisify(consumer.committed.bind(consumer))(everyPartition(topic), TIMEOUT_MS)
    )
    return byPartition(places.filter(({ offset }) => offset >= 0))
  }

  async place(group, topic, places) {
    const offsets = [...places].map(([partition, offset]) => ({ topic, partition, offset }))
    await withoutJoining(group, (consumer) => consumer.commitSync(offsets))
  }

  async join(group, topics, reset, byTimer) {
    const member = new Member(
      {
        ...SERVERS,
        'group.id': group,
        'session.timeout.ms': 6000,
        'heartbeat.interval.ms': 500,
        'enable.auto.commit': byTimer,
        'auto.commit.interval.ms': 100,
        'enable.partition.eof': true,
        'fetch.message.max.bytes': 65536, // a little of every partition at a time
      },
      { 'auto.offset.reset': reset === 'none' ? 'error' : reset },
      (error) => this.errorName(error)
    )
    await member.join(topics)
    return member
  }
}

run(new Client())
