//! What the program says: lines of words on standard output.

use rdkafka::error::KafkaError;
use rdkafka::types::RDKafkaErrorCode;
use std::collections::BTreeMap;

/// Offsets, or counts, by partition.
pub type Offsets = BTreeMap<i32, i64>;

pub fn say(words: &[&str]) {
    println!("{}", words.join("\t"));
}

pub fn say_offsets(word: &str, offsets: &Offsets) {
    let places: String = offsets.iter().map(|(p, offset)| format!("\t{p}:{offset}")).collect();
    println!("{word}{places}");
}

pub fn say_error(error: &KafkaError) {
    let code = match error {
        KafkaError::AdminOp(code) => Some(*code),
        other => other.rdkafka_error_code(),
    };
    let name = code.map_or("?".to_string(), name_of);
    say(&["error", &name, &error.to_string().replace(['\n', '\t'], " ")]);
}

/// TopicAlreadyExists: TOPIC_ALREADY_EXISTS; what librdkafka itself says begins with an underscore.
fn name_of(code: RDKafkaErrorCode) -> String {
    let mut name = String::new();
    for letter in format!("{code:?}").chars() {
        if letter.is_uppercase() && (!name.is_empty() || (code as i32) < 0) {
            name.push('_');
        }
        name.push(letter.to_ascii_uppercase());
    }
    name
}
