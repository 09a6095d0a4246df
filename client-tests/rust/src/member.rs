//! A member of a group that reads when told to; otherwise its partitions are paused.

use crate::speech::{say, say_error};
use rdkafka::config::ClientConfig;
use rdkafka::consumer::{BaseConsumer, CommitMode, Consumer, ConsumerContext, Rebalance};
use rdkafka::error::{KafkaError, KafkaResult};
use rdkafka::message::Message;
use rdkafka::types::RDKafkaErrorCode;
use rdkafka::ClientContext;
use std::io::Write;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::Arc;
use std::time::Duration;

const POLL: Duration = Duration::from_millis(50);
const MOST_AT_ONCE: usize = 500;

struct Context {
    reads: Arc<AtomicBool>,
}

impl ClientContext for Context {}

impl ConsumerContext for Context {
    fn pre_rebalance(&self, _: &BaseConsumer<Self>, rebalance: &Rebalance) {
        if let Rebalance::Revoke(_) = rebalance {
            say(&["assigned"]);
        }
    }

    fn post_rebalance(&self, consumer: &BaseConsumer<Self>, rebalance: &Rebalance) {
        let Rebalance::Assign(partitions) = rebalance else { return };
        // One that was paused when it was lost still is when it comes again.
        let changed =
            if self.reads.load(Ordering::Relaxed) { consumer.resume(partitions) } else { consumer.pause(partitions) };
        changed.unwrap_or_else(|error| say_error(&error));
        let names: String =
            partitions.elements().iter().map(|p| format!("\t{}:{}", p.topic(), p.partition())).collect();
        println!("assigned{names}");
    }
}

pub struct Member {
    consumer: BaseConsumer<Context>,
    topics: Vec<String>,
    reads: Arc<AtomicBool>,
    budget: Option<usize>, // records until it holds again
}

impl Member {
    pub fn join(
        mut config: ClientConfig,
        group: &str,
        topics: &str,
        reset: &str,
        by_timer: bool,
    ) -> KafkaResult<Member> {
        let reads = Arc::new(AtomicBool::new(false));
        let consumer: BaseConsumer<Context> = config
            .set("group.id", group)
            .set("session.timeout.ms", "6000")
            .set("heartbeat.interval.ms", "500")
            .set("auto.offset.reset", if reset == "none" { "error" } else { reset })
            .set("enable.auto.commit", by_timer.to_string())
            .set("auto.commit.interval.ms", "100")
            .set("enable.partition.eof", "true")
            .set("fetch.message.max.bytes", "65536") // a little of every partition at a time
            .create_with_context(Context { reads: reads.clone() })?;
        let topics: Vec<String> = topics.split(',').map(str::to_string).collect();
        consumer.subscribe(&topics.iter().map(String::as_str).collect::<Vec<_>>())?;
        Ok(Member { consumer, topics, reads, budget: None })
    }

    pub fn go(&mut self, budget: Option<usize>) -> KafkaResult<()> {
        self.budget = budget;
        self.reads.store(true, Ordering::Relaxed);
        self.consumer.resume(&self.consumer.assignment()?)
    }

    fn hold(&mut self) -> KafkaResult<()> {
        self.reads.store(false, Ordering::Relaxed);
        self.consumer.pause(&self.consumer.assignment()?)?;
        say(&["held"]);
        Ok(())
    }

    pub fn commit(&self) -> KafkaResult<()> {
        match self.consumer.commit_consumer_state(CommitMode::Sync) {
            Err(KafkaError::ConsumerCommit(RDKafkaErrorCode::NoOffset)) => Ok(()), // nothing new is no error here
            other => other,
        }
    }

    /// Takes what has arrived, so that commands are looked at between two waits.
    pub fn poll(&mut self) {
        let mut wait = POLL;
        for _ in 0..MOST_AT_ONCE {
            match self.consumer.poll(wait) {
                None => break,
                Some(Ok(message)) => tell(&message),
                // The crate does not say of which topic.
                Some(Err(KafkaError::PartitionEOF(partition))) if self.topics.len() == 1 => {
                    say(&["at-end", &format!("{}:{partition}", self.topics[0])]);
                    continue;
                }
                Some(Err(KafkaError::PartitionEOF(_))) => continue,
                Some(Err(error)) => {
                    say_error(&error);
                    continue;
                }
            }
            wait = Duration::ZERO;
            if let Some(left) = self.budget {
                self.budget = (left > 1).then_some(left - 1);
                if left == 1 {
                    self.hold().unwrap_or_else(|error| say_error(&error));
                }
            }
        }
    }
}

fn tell(message: &impl Message) {
    let text = |bytes: Option<&[u8]>| String::from_utf8_lossy(bytes.unwrap_or_default()).into_owned();
    let line = format!(
        "record\t{}\t{}\t{}\t{}\t{}\t{}\n",
        message.topic(),
        message.partition(),
        message.offset(),
        message.timestamp().to_millis().unwrap_or(-1),
        text(message.key()),
        text(message.payload())
    );
    std::io::stdout().write_all(line.as_bytes()).expect("standard output is open");
}
