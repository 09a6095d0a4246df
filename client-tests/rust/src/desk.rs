//! Creates topics, produces, looks up offsets; never a member.

use crate::records::Records;
use crate::speech::Offsets;
use futures_executor::block_on;
use rdkafka::admin::{AdminClient, AdminOptions, NewTopic, TopicReplication};
use rdkafka::client::DefaultClientContext;
use rdkafka::config::ClientConfig;
use rdkafka::consumer::{BaseConsumer, CommitMode, Consumer};
use rdkafka::error::{KafkaError, KafkaResult};
use rdkafka::message::{DeliveryResult, Message};
use rdkafka::producer::{BaseRecord, Producer, ProducerContext, ThreadedProducer};
use rdkafka::types::RDKafkaErrorCode;
use rdkafka::{ClientContext, Offset, TopicPartitionList};
use std::sync::Mutex;
use std::time::{Duration, Instant};

const PARTITIONS: i32 = 6;
const TIMEOUT: Duration = Duration::from_secs(30);

pub fn config() -> ClientConfig {
    let mut config = ClientConfig::new();
    config.set("bootstrap.servers", std::env::var("BOOTSTRAP").expect("BOOTSTRAP is set"));
    config
}

fn consumer_of(group: &str) -> KafkaResult<BaseConsumer> {
    config().set("group.id", group).create()
}

fn every_partition(topic: &str, offset: Offset) -> KafkaResult<TopicPartitionList> {
    let mut list = TopicPartitionList::new();
    for p in 0..PARTITIONS {
        list.add_partition_offset(topic, p, offset)?;
    }
    Ok(list)
}

/// Counts what is acknowledged, by partition.
#[derive(Default)]
struct Acknowledged {
    counts: Mutex<Offsets>,
    failure: Mutex<Option<KafkaError>>,
}

impl ClientContext for Acknowledged {}

impl ProducerContext for Acknowledged {
    type DeliveryOpaque = ();

    fn delivery(&self, result: &DeliveryResult, _: ()) {
        match result {
            Ok(message) => *self.counts.lock().unwrap().entry(message.partition()).or_default() += 1,
            Err((error, _)) => *self.failure.lock().unwrap() = Some(error.clone()),
        }
    }
}

pub struct Desk {
    admin: AdminClient<DefaultClientContext>,
    consumer: BaseConsumer,
    records: Records,
}

impl Desk {
    pub fn new() -> KafkaResult<Desk> {
        Ok(Desk { admin: config().create()?, consumer: consumer_of("desk")?, records: Records::new() })
    }

    pub fn create(&self, topic: &str, partitions: i32) -> KafkaResult<()> {
        let fresh = NewTopic::new(topic, partitions, TopicReplication::Fixed(1));
        for result in block_on(self.admin.create_topics([&fresh], &AdminOptions::new()))? {
            result.map_err(|(_, code)| KafkaError::AdminOp(code))?;
        }
        let deadline = Instant::now() + TIMEOUT;
        while !self.is_complete(topic, partitions)? && Instant::now() < deadline {}
        Ok(())
    }

    /// Asks the broker, as librdkafka would otherwise keep what it heard when the topic was half created.
    fn is_complete(&self, topic: &str, partitions: i32) -> KafkaResult<bool> {
        let metadata = self.consumer.fetch_metadata(Some(topic), TIMEOUT)?;
        let found = metadata.topics()[0].partitions();
        Ok(found.len() == partitions as usize && found.iter().all(|partition| partition.leader() >= 0))
    }

    pub fn produce(
        &self,
        topic: &str,
        codec: &str,
        first: usize,
        count: usize,
        base_timestamp: i64,
    ) -> KafkaResult<Offsets> {
        let producer: ThreadedProducer<Acknowledged> = config()
            .set("enable.idempotence", "true")
            .set("compression.codec", codec)
            .set("batch.size", "65536")
            .set("linger.ms", "5")
            .create_with_context(Acknowledged::default())?;
        for i in first..first + count {
            self.send(&producer, topic, i, base_timestamp + i as i64)?;
        }
        producer.flush(TIMEOUT)?;
        if let Some(failure) = producer.context().failure.lock().unwrap().take() {
            return Err(failure);
        }
        let counts = producer.context().counts.lock().unwrap().clone();
        Ok(counts)
    }

    fn send(
        &self,
        producer: &ThreadedProducer<Acknowledged>,
        topic: &str,
        i: usize,
        timestamp: i64,
    ) -> KafkaResult<()> {
        let (key, value) = (self.records.key(i), self.records.value(i));
        let mut record = BaseRecord::<String, String>::to(topic).payload(&value).timestamp(timestamp);
        if let Some(key) = &key {
            record = record.key(key);
        }
        loop {
            match producer.send(record) {
                Err((KafkaError::MessageProduction(RDKafkaErrorCode::QueueFull), back)) => record = back,
                other => return other.map_err(|(error, _)| error),
            }
            std::thread::sleep(Duration::from_millis(10));
        }
    }

    pub fn ends(&self, topic: &str) -> KafkaResult<Offsets> {
        (0..PARTITIONS).map(|p| Ok((p, self.consumer.fetch_watermarks(topic, p, TIMEOUT)?.1))).collect()
    }

    pub fn times(&self, topic: &str, timestamp: i64) -> KafkaResult<Offsets> {
        let found = self.consumer.offsets_for_times(every_partition(topic, Offset::Offset(timestamp))?, TIMEOUT)?;
        // librdkafka says END where Kafka says -1.
        Ok(found.elements().iter().map(|p| (p.partition(), known(p.offset()).unwrap_or(-1))).collect())
    }

    pub fn committed(&self, group: &str, topic: &str) -> KafkaResult<Offsets> {
        let found = consumer_of(group)?.committed_offsets(every_partition(topic, Offset::Invalid)?, TIMEOUT)?;
        Ok(found.elements().iter().filter_map(|p| Some((p.partition(), known(p.offset())?))).collect())
    }

    pub fn place(&self, group: &str, topic: &str, places: &[&str]) -> KafkaResult<()> {
        let mut list = TopicPartitionList::new();
        for place in places {
            let (partition, offset) = place.split_once(':').expect("partition:offset");
            list.add_partition_offset(topic, partition.parse().unwrap(), Offset::Offset(offset.parse().unwrap()))?;
        }
        consumer_of(group)?.commit(&list, CommitMode::Sync)
    }
}

fn known(offset: Offset) -> Option<i64> {
    match offset {
        Offset::Offset(offset) => Some(offset),
        _ => None,
    }
}
