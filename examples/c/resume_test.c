/* A consumer stops after two records; the next one of its group continues with the third. */
#include <dogear/dogear.h>
#include <librdkafka/rdkafka.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void check(int good, const char* what, const char* why) {
  if (good) return;
  fprintf(stderr, "%s: %s\n", what, why);
  exit(1);
}

/* Runs a control verb that must succeed. The caller gives the answer to dogear_free. */
static char* call(dogear_cluster* kafka, const char* verb, const char* request) {
  char* answer;
  check(dogear_call(kafka, verb, request, &answer) == 0, verb, dogear_last_error());
  return answer;
}

static rd_kafka_t* consumer_of(const char* bootstrap_servers) {
  const char* settings[][2] = {{"bootstrap.servers", bootstrap_servers},
                               {"group.id", "kitchen"},
                               {"auto.offset.reset", "earliest"},
                               {"enable.auto.commit", "false"}};
  rd_kafka_conf_t* conf = rd_kafka_conf_new();
  rd_kafka_topic_partition_list_t* topics = rd_kafka_topic_partition_list_new(1);
  rd_kafka_t* consumer;
  char why[512];
  size_t i;
  for (i = 0; i < sizeof settings / sizeof *settings; ++i)
    rd_kafka_conf_set(conf, settings[i][0], settings[i][1], NULL, 0);
  consumer = rd_kafka_new(RD_KAFKA_CONSUMER, conf, why, sizeof why);
  check(consumer != NULL, "rd_kafka_new", why);
  rd_kafka_poll_set_consumer(consumer);
  rd_kafka_topic_partition_list_add(topics, "orders", RD_KAFKA_PARTITION_UA);
  rd_kafka_subscribe(consumer, topics);
  rd_kafka_topic_partition_list_destroy(topics);
  return consumer;
}

/* The next record must have this value. */
static void expect_next(rd_kafka_t* consumer, const char* value) {
  rd_kafka_message_t* message = rd_kafka_consumer_poll(consumer, 10000);
  check(message != NULL, value, "has not come");
  check(!message->err, value, rd_kafka_message_errstr(message));
  check(strncmp(message->payload, value, message->len) == 0, value, "another record has come");
  rd_kafka_message_destroy(message);
}

int main(void) {
  dogear_cluster* kafka;
  rd_kafka_t* consumer;
  rd_kafka_resp_err_t error;

  check(dogear_new("{\"topic\":\"orders:1\"}", &kafka) == 0, "dogear_new", dogear_last_error());
  dogear_free(call(kafka, "topics/produce",
                   "{\"topic\":\"orders\", \"records\":"
                   "[{\"value\":\"soup\"}, {\"value\":\"bread\"}, {\"value\":\"coffee\"}]}"));

  consumer = consumer_of(dogear_bootstrap_servers(kafka));
  expect_next(consumer, "soup");
  expect_next(consumer, "bread");
  error = rd_kafka_commit(consumer, NULL, 0);
  check(!error, "commit", rd_kafka_err2str(error));
  rd_kafka_destroy(consumer);

  consumer = consumer_of(dogear_bootstrap_servers(kafka));
  expect_next(consumer, "coffee");
  rd_kafka_destroy(consumer);

  dogear_destroy(kafka);
  puts("the second consumer continued where the first one had committed");
  return 0;
}
