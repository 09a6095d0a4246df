#!/usr/bin/env python3
"""Asks a running Apache Kafka what it does with odd batches, and writes its answers down.

    record.py HOST:PORT > kafka_answers.txt

The broker must be fresh and run with log.cleaner.backoff.ms=50. recorded_answers_test.cpp puts the
same batches into a PartitionLog and compares. What depends on the clock is written as `now`.
"""
import sys

import broker
import compaction_cases
import look_up_cases
import produce_cases

broker.connect(sys.argv[1])
print("# What Apache Kafka 4.3.1 answered. Written by record.py; not to be edited.")
produce_cases.whole_batches()
produce_cases.headers_that_lie()
produce_cases.bad_records()
produce_cases.codecs()
produce_cases.sizes()
produce_cases.keys()
produce_cases.timestamps()
produce_cases.sequences()
look_up_cases.look_ups()
compaction_cases.compaction()
