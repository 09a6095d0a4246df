//! The client program of the story for the rdkafka crate: reads commands, one a line, and answers (README.md, "The
//! lines"). One thread; a member polls between commands.

mod desk;
mod member;
mod records;
mod speech;

use desk::Desk;
use member::Member;
use rdkafka::error::KafkaResult;
use speech::{say, say_error, say_offsets};
use std::io::BufRead;
use std::sync::mpsc::{channel, Receiver, TryRecvError};

struct Actor {
    desk: Desk,
    member: Option<Member>,
}

impl Actor {
    fn obey(&mut self, words: &[&str]) -> KafkaResult<()> {
        match words {
            ["version"] => say(&["version", &version()]),
            ["create", topic, partitions] => {
                self.desk.create(topic, number(partitions))?;
                say(&["created"]);
            }
            ["produce", topic, codec, first, count, base_timestamp] => say_offsets(
                "produced",
                &self.desk.produce(topic, codec, number(first), number(count), number(base_timestamp))?,
            ),
            ["ends", topic] => say_offsets("ends", &self.desk.ends(topic)?),
            ["times", topic, timestamp] => say_offsets("times", &self.desk.times(topic, number(timestamp))?),
            ["committed", group, topic] => say_offsets("committed", &self.desk.committed(group, topic)?),
            ["place", group, topic, places @ ..] => {
                self.desk.place(group, topic, places)?;
                say(&["placed"]);
            }
            ["join", group, topics, reset, commit] => {
                self.member = Some(Member::join(desk::config(), group, topics, reset, *commit == "timer")?);
                say(&["joined"]);
            }
            _ => self.obey_as_member(words)?,
        }
        Ok(())
    }

    fn obey_as_member(&mut self, words: &[&str]) -> KafkaResult<()> {
        match (words, &mut self.member) {
            (["go"], Some(member)) => member.go(None)?,
            (["go", count], Some(member)) => member.go(Some(number(count)))?,
            (["commit"], Some(member)) => {
                member.commit()?;
                say(&["committed"]);
            }
            (["close"], Some(_)) => {
                self.member = None; // dropped, it leaves
                say(&["closed"]);
            }
            _ => say(&["error", "unknown command", &words.join(" ")]),
        }
        Ok(())
    }
}

fn number<N: std::str::FromStr>(word: &str) -> N {
    word.parse().unwrap_or_else(|_| panic!("{word:?} is no number"))
}

fn version() -> String {
    let wanted = include_str!("../Cargo.toml").split("rdkafka = { version = \"=").nth(1).unwrap_or_default();
    let own = wanted.split('"').next().unwrap_or_default();
    format!("rdkafka {own}, librdkafka {}", rdkafka::util::get_rdkafka_version().1)
}

fn input() -> Receiver<String> {
    let (sender, lines) = channel();
    std::thread::spawn(move || {
        for line in std::io::stdin().lock().lines().map_while(Result::ok) {
            if sender.send(line).is_err() {
                return;
            }
        }
    });
    lines
}

fn main() {
    let mut actor = Actor { desk: Desk::new().expect("clients can be made"), member: None };
    let lines = input();
    loop {
        let line = match &mut actor.member {
            None => lines.recv().map_err(|_| TryRecvError::Disconnected),
            Some(member) => {
                member.poll();
                lines.try_recv()
            }
        };
        match line {
            Ok(line) => {
                let words: Vec<&str> = line.split('\t').collect();
                actor.obey(&words).unwrap_or_else(|error| say_error(&error));
            }
            Err(TryRecvError::Empty) => {}
            Err(TryRecvError::Disconnected) => return,
        }
    }
}
