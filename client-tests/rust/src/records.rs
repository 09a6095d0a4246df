//! The records of the story: record i is the same in every language.

pub struct Records {
    tape: String,
}

impl Records {
    pub fn new() -> Records {
        let mut tape = String::new();
        let mut x: i64 = 1;
        for _ in 0..32768 {
            x = x * 16807 % 2147483647;
            tape.push((b'a' + (x % 26) as u8) as char);
        }
        Records { tape }
    }

    pub fn key(&self, i: usize) -> Option<String> {
        (i % 11 != 0).then(|| format!("key-{}", i % 1000))
    }

    pub fn value(&self, i: usize) -> String {
        let size = if i % 1000 == 999 { 20000 } else { i * 37 % 300 };
        let start = i * 101 % 8192;
        format!("{}:{}", i, &self.tape[start..start + size])
    }
}
