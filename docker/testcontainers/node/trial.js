// Starts the Kafka module of Testcontainers for Node with the image $IMAGE, writes records and reads them back.
import assert from "node:assert";
import { KafkaContainer } from "@testcontainers/kafka";
import { Kafka, logLevel } from "kafkajs";

const count = 100;

// What Metadata names.
async function brokersOf(kafka) {
  const admin = kafka.admin();
  await admin.connect();
  const { brokers } = await admin.describeCluster();
  await admin.disconnect();
  return brokers.map(({ host, port }) => `${host}:${port}`);
}

async function write(kafka) {
  const producer = kafka.producer();
  await producer.connect();
  const messages = Array.from({ length: count }, (_, n) => ({ key: `${n}`, value: `order ${n}` }));
  await producer.send({ topic: "orders", messages });
  await producer.disconnect();
  return messages.map(({ key, value }, n) => `${n} ${key}=${value}`);
}

async function read(kafka) {
  const consumer = kafka.consumer({ groupId: "trial" });
  await consumer.connect();
  await consumer.subscribe({ topic: "orders", fromBeginning: true });
  const records = [];
  await new Promise((all, failed) => {
    setTimeout(() => failed(new Error(`only ${records.length} records came back`)), 30_000).unref();
    const eachMessage = async ({ message: { offset, key, value } }) => {
      if (records.push(`${offset} ${key}=${value}`) === count) all();
    };
    consumer.run({ eachMessage }).catch(failed);
  });
  await consumer.disconnect();
  return records;
}

async function attempt(name, module) {
  let container;
  try {
    container = await module.start();
    const brokers = [`${container.getHost()}:${container.getMappedPort(9093)}`];
    const kafka = new Kafka({ brokers, logLevel: logLevel.ERROR });
    assert.deepStrictEqual(await brokersOf(kafka), brokers);
    const wrote = await write(kafka);
    assert.deepStrictEqual(await read(kafka), wrote);
    console.log(`ok ${name}`);
  } catch (failure) {
    console.error(failure);
    console.log(`FAILED ${name}: ${failure.message}`);
    process.exitCode = 1;
  } finally {
    await container?.stop();
  }
}

// The module takes the image's tag for Confluent Platform's version: ZooKeeper before 8.0, KRaft since.
await attempt("KafkaContainer, ZooKeeper", new KafkaContainer(process.env.IMAGE_BEFORE_8));
await attempt("KafkaContainer, KRaft", new KafkaContainer(process.env.IMAGE));
process.exit();
