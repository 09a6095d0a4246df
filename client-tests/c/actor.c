/* The client program of the story for librdkafka's C API: reads commands, one a line, and answers
   (README.md, "The lines"). One thread; a member polls between commands. */
#include <librdkafka/rdkafka.h>
#include <poll.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

enum { PARTITIONS = 6, TIMEOUT_MS = 30000, TAPE = 32768 };

static rd_kafka_t *producer; /* also asks for offsets and creates topics */
static rd_kafka_t *member;   /* the consumer, once joined */
static int reading;          /* whether the member's partitions are not paused */
static long budget;          /* records until it holds again; negative: no limit */
static int64_t acknowledged[PARTITIONS];

static void say(const char *format, ...) {
  va_list arguments;
  va_start(arguments, format);
  vprintf(format, arguments);
  va_end(arguments);
  putchar('\n');
  fflush(stdout);
}

static void error(rd_kafka_resp_err_t code) {
  say("error\t%s\t%s", rd_kafka_err2name(code), rd_kafka_err2str(code));
}

/* The records: the same function in every language. */

static char tape[TAPE + 1];

static void fill_tape(void) {
  int64_t x = 1;
  for (int n = 0; n < TAPE; n++) {
    x = x * 16807 % 2147483647;
    tape[n] = (char)('a' + x % 26);
  }
}

static const char *record_key(int i) {
  static char key[16];
  if (i % 11 == 0) return NULL;
  snprintf(key, sizeof key, "key-%d", i % 1000);
  return key;
}

static const char *record_value(int i) {
  static char value[TAPE];
  int size = i % 1000 == 999 ? 20000 : i * 37 % 300;
  snprintf(value, sizeof value, "%d:%.*s", i, size, tape + i * 101 % 8192);
  return value;
}

/* Clients. */

static void set(rd_kafka_conf_t *conf, const char *name, const char *value) {
  char why[256];
  if (rd_kafka_conf_set(conf, name, value, why, sizeof why)) {
    fprintf(stderr, "%s\n", why);
    exit(2);
  }
}

static rd_kafka_t *client(rd_kafka_type_t type, rd_kafka_conf_t *conf) {
  char why[256];
  set(conf, "bootstrap.servers", getenv("BOOTSTRAP"));
  rd_kafka_t *rk = rd_kafka_new(type, conf, why, sizeof why);
  if (!rk) {
    fprintf(stderr, "%s\n", why);
    exit(2);
  }
  return rk;
}

static rd_kafka_t *consumer_of(const char *group) {
  rd_kafka_conf_t *conf = rd_kafka_conf_new();
  set(conf, "group.id", group);
  return client(RD_KAFKA_CONSUMER, conf);
}

static rd_kafka_topic_partition_list_t *every_partition(const char *topic, int64_t offset) {
  rd_kafka_topic_partition_list_t *list = rd_kafka_topic_partition_list_new(PARTITIONS);
  for (int p = 0; p < PARTITIONS; p++)
    rd_kafka_topic_partition_list_add(list, topic, p)->offset = offset;
  return list;
}

static void say_offsets(const char *word, const rd_kafka_topic_partition_list_t *list, int64_t least) {
  printf("%s", word);
  for (int n = 0; n < list->cnt; n++)
    if (list->elems[n].offset >= least)
      printf("\t%d:%lld", list->elems[n].partition, (long long)list->elems[n].offset);
  say("");
}

/* Commands of the desk. */

/* Asks the broker, as librdkafka would otherwise keep what it heard when the topic was half created. */
static int is_complete(const char *topic, int partitions) {
  const struct rd_kafka_metadata *metadata;
  rd_kafka_topic_t *handle = rd_kafka_topic_new(producer, topic, NULL);
  int complete = 0;
  if (!rd_kafka_metadata(producer, 0, handle, &metadata, TIMEOUT_MS)) {
    complete = metadata->topics[0].partition_cnt == partitions;
    for (int p = 0; p < metadata->topics[0].partition_cnt; p++)
      if (metadata->topics[0].partitions[p].leader < 0) complete = 0;
    rd_kafka_metadata_destroy(metadata);
  }
  rd_kafka_topic_destroy(handle);
  return complete;
}

static void create(const char *topic, int partitions) {
  char why[256];
  rd_kafka_NewTopic_t *fresh = rd_kafka_NewTopic_new(topic, partitions, 1, why, sizeof why);
  rd_kafka_queue_t *queue = rd_kafka_queue_new(producer);
  rd_kafka_CreateTopics(producer, &fresh, 1, NULL, queue);
  rd_kafka_event_t *event = rd_kafka_queue_poll(queue, TIMEOUT_MS);
  rd_kafka_resp_err_t code = event ? rd_kafka_event_error(event) : RD_KAFKA_RESP_ERR__TIMED_OUT;
  if (!code) {
    size_t count;
    code = rd_kafka_topic_result_error(
        rd_kafka_CreateTopics_result_topics(rd_kafka_event_CreateTopics_result(event), &count)[0]);
  }
  for (time_t deadline = time(NULL) + TIMEOUT_MS / 1000; !code && !is_complete(topic, partitions);)
    if (time(NULL) > deadline) code = RD_KAFKA_RESP_ERR__TIMED_OUT;
  if (code) error(code);
  else say("created");
  if (event) rd_kafka_event_destroy(event);
  rd_kafka_queue_destroy(queue);
  rd_kafka_NewTopic_destroy(fresh);
}

static void on_delivery(rd_kafka_t *rk, const rd_kafka_message_t *message, void *opaque) {
  (void)rk, (void)opaque;
  if (message->err) error(message->err);
  else acknowledged[message->partition]++;
}

static void produce(const char *topic, const char *codec, int first, int count, int64_t base_timestamp) {
  rd_kafka_conf_t *conf = rd_kafka_conf_new();
  set(conf, "enable.idempotence", "true");
  set(conf, "compression.codec", codec);
  set(conf, "batch.size", "65536");
  set(conf, "linger.ms", "5");
  rd_kafka_conf_set_dr_msg_cb(conf, on_delivery);
  rd_kafka_t *rk = client(RD_KAFKA_PRODUCER, conf);
  memset(acknowledged, 0, sizeof acknowledged);
  for (int i = first; i < first + count; i++) {
    const char *key = record_key(i), *value = record_value(i);
    rd_kafka_resp_err_t code;
    while ((code = rd_kafka_producev(rk, RD_KAFKA_V_TOPIC(topic), RD_KAFKA_V_MSGFLAGS(RD_KAFKA_MSG_F_COPY),
                                     RD_KAFKA_V_KEY(key, key ? strlen(key) : 0),
                                     RD_KAFKA_V_VALUE((void *)value, strlen(value)),
                                     RD_KAFKA_V_TIMESTAMP(base_timestamp + i), RD_KAFKA_V_END)) ==
           RD_KAFKA_RESP_ERR__QUEUE_FULL)
      rd_kafka_poll(rk, 100);
    if (code) error(code);
  }
  rd_kafka_flush(rk, TIMEOUT_MS);
  rd_kafka_destroy(rk);
  rd_kafka_topic_partition_list_t *list = every_partition(topic, 0);
  for (int p = 0; p < PARTITIONS; p++) list->elems[p].offset = acknowledged[p];
  say_offsets("produced", list, 0);
  rd_kafka_topic_partition_list_destroy(list);
}

static void ends(const char *topic) {
  rd_kafka_topic_partition_list_t *list = every_partition(topic, 0);
  rd_kafka_resp_err_t code = 0;
  for (int p = 0; p < PARTITIONS && !code; p++) {
    int64_t start;
    code = rd_kafka_query_watermark_offsets(producer, topic, p, &start, &list->elems[p].offset, TIMEOUT_MS);
  }
  if (code) error(code);
  else say_offsets("ends", list, 0);
  rd_kafka_topic_partition_list_destroy(list);
}

static void times(const char *topic, int64_t timestamp) {
  rd_kafka_topic_partition_list_t *list = every_partition(topic, timestamp);
  rd_kafka_resp_err_t code = rd_kafka_offsets_for_times(producer, list, TIMEOUT_MS);
  for (int p = 0; p < PARTITIONS; p++) /* librdkafka says END where Kafka says -1 */
    if (list->elems[p].offset < 0) list->elems[p].offset = -1;
  if (code) error(code);
  else say_offsets("times", list, -1);
  rd_kafka_topic_partition_list_destroy(list);
}

static void committed(const char *group, const char *topic) {
  rd_kafka_t *rk = consumer_of(group);
  rd_kafka_topic_partition_list_t *list = every_partition(topic, 0);
  rd_kafka_resp_err_t code = rd_kafka_committed(rk, list, TIMEOUT_MS);
  if (code) error(code);
  else say_offsets("committed", list, 0);
  rd_kafka_topic_partition_list_destroy(list);
  rd_kafka_destroy(rk);
}

static void place(const char *group, const char *topic, char *places) {
  rd_kafka_t *rk = consumer_of(group);
  rd_kafka_topic_partition_list_t *list = rd_kafka_topic_partition_list_new(PARTITIONS);
  for (char *word = strtok(places, "\t"); word; word = strtok(NULL, "\t"))
    rd_kafka_topic_partition_list_add(list, topic, atoi(word))->offset = atoll(strchr(word, ':') + 1);
  rd_kafka_resp_err_t code = rd_kafka_commit(rk, list, 0);
  if (code) error(code);
  else say("placed");
  rd_kafka_topic_partition_list_destroy(list);
  rd_kafka_destroy(rk);
}

/* A member. */

static void on_rebalance(rd_kafka_t *rk, rd_kafka_resp_err_t code, rd_kafka_topic_partition_list_t *list, void *opaque) {
  (void)opaque;
  if (code != RD_KAFKA_RESP_ERR__ASSIGN_PARTITIONS) {
    rd_kafka_assign(rk, NULL);
    say("assigned");
    return;
  }
  rd_kafka_assign(rk, list);
  if (reading) rd_kafka_resume_partitions(rk, list); /* one that was paused when it was lost still is */
  else rd_kafka_pause_partitions(rk, list);
  printf("assigned");
  for (int n = 0; n < list->cnt; n++) printf("\t%s:%d", list->elems[n].topic, list->elems[n].partition);
  say("");
}

static void join(const char *group, char *topics, const char *reset, const char *commit) {
  rd_kafka_conf_t *conf = rd_kafka_conf_new();
  set(conf, "group.id", group);
  set(conf, "session.timeout.ms", "6000");
  set(conf, "heartbeat.interval.ms", "500");
  set(conf, "auto.offset.reset", strcmp(reset, "none") ? reset : "error");
  set(conf, "enable.auto.commit", strcmp(commit, "timer") ? "false" : "true");
  set(conf, "auto.commit.interval.ms", "100");
  set(conf, "enable.partition.eof", "true");
  set(conf, "fetch.message.max.bytes", "65536"); /* a little of every partition at a time */
  rd_kafka_conf_set_rebalance_cb(conf, on_rebalance);
  member = client(RD_KAFKA_CONSUMER, conf);
  rd_kafka_poll_set_consumer(member);
  reading = 0;
  rd_kafka_topic_partition_list_t *list = rd_kafka_topic_partition_list_new(1);
  for (char *topic = strtok(topics, ","); topic; topic = strtok(NULL, ","))
    rd_kafka_topic_partition_list_add(list, topic, RD_KAFKA_PARTITION_UA);
  rd_kafka_resp_err_t code = rd_kafka_subscribe(member, list);
  rd_kafka_topic_partition_list_destroy(list);
  if (code) error(code);
  else say("joined");
}

static void go(long count) {
  rd_kafka_topic_partition_list_t *list;
  budget = count;
  reading = 1;
  rd_kafka_assignment(member, &list);
  rd_kafka_resume_partitions(member, list);
  rd_kafka_topic_partition_list_destroy(list);
}

static void hold(void) {
  rd_kafka_topic_partition_list_t *list;
  reading = 0;
  rd_kafka_assignment(member, &list);
  rd_kafka_pause_partitions(member, list);
  rd_kafka_topic_partition_list_destroy(list);
  say("held");
}

static void commit(void) {
  rd_kafka_resp_err_t code = rd_kafka_commit(member, NULL, 0);
  if (code && code != RD_KAFKA_RESP_ERR__NO_OFFSET) error(code); /* nothing new is no error here */
  else say("committed");
}

static void leave(void) {
  rd_kafka_consumer_close(member);
  rd_kafka_destroy(member);
  member = NULL;
  say("closed");
}

static void receive(const rd_kafka_message_t *message) {
  const char *topic = message->rkt ? rd_kafka_topic_name(message->rkt) : "";
  if (message->err == RD_KAFKA_RESP_ERR__PARTITION_EOF) {
    say("at-end\t%s:%d\t%lld", topic, message->partition, (long long)message->offset);
  } else if (message->err) {
    error(message->err);
  } else {
    printf("record\t%s\t%d\t%lld\t%lld\t%.*s\t%.*s\n", topic, message->partition, (long long)message->offset,
           (long long)rd_kafka_message_timestamp(message, NULL), (int)message->key_len,
           message->key ? (const char *)message->key : "", (int)message->len, (const char *)message->payload);
    if (budget > 0 && --budget == 0) hold();
  }
}

/* Takes what has arrived, so that commands are looked at between two waits. */
static void poll_member(void) {
  rd_kafka_message_t *message = rd_kafka_consumer_poll(member, 50);
  for (int n = 0; message && n < 500; n++) {
    receive(message);
    rd_kafka_message_destroy(message);
    message = rd_kafka_consumer_poll(member, 0);
  }
  if (message) {
    receive(message);
    rd_kafka_message_destroy(message);
  }
  fflush(stdout);
}

static void obey(char *line) {
  char *word = strsep(&line, "\t"), *arg[6] = {0}, *rest = line;
  if (!strcmp(word, "place")) { /* takes any number of arguments */
    arg[0] = strsep(&rest, "\t");
    arg[1] = strsep(&rest, "\t");
    place(arg[0], arg[1], rest);
    return;
  }
  for (int n = 0; n < 6 && line; n++) arg[n] = strsep(&line, "\t");
  if (!strcmp(word, "version")) say("version\tlibrdkafka %s", rd_kafka_version_str());
  else if (!strcmp(word, "create")) create(arg[0], atoi(arg[1]));
  else if (!strcmp(word, "produce")) produce(arg[0], arg[1], atoi(arg[2]), atoi(arg[3]), atoll(arg[4]));
  else if (!strcmp(word, "ends")) ends(arg[0]);
  else if (!strcmp(word, "times")) times(arg[0], atoll(arg[1]));
  else if (!strcmp(word, "committed")) committed(arg[0], arg[1]);
  else if (!strcmp(word, "join")) join(arg[0], arg[1], arg[2], arg[3]);
  else if (!strcmp(word, "go")) go(arg[0] ? atol(arg[0]) : -1);
  else if (!strcmp(word, "commit")) commit();
  else if (!strcmp(word, "close")) leave();
  else say("error\tunknown command\t%s", word);
}

/* Whether a line or the end of standard input is there; a member does not wait for it. */
static int input_waits(int timeout_ms) {
  struct pollfd input = {.fd = STDIN_FILENO, .events = POLLIN};
  return poll(&input, 1, timeout_ms) > 0;
}

int main(void) {
  static char line[4096];
  if (!getenv("BOOTSTRAP")) return fprintf(stderr, "BOOTSTRAP is not set\n"), 2;
  setvbuf(stdin, NULL, _IONBF, 0); /* nothing is read ahead of poll(2) */
  fill_tape();
  producer = client(RD_KAFKA_PRODUCER, rd_kafka_conf_new());
  for (;;) {
    if (member) poll_member();
    if (!input_waits(member ? 0 : -1)) continue;
    if (!fgets(line, sizeof line, stdin)) break;
    line[strcspn(line, "\n")] = 0;
    obey(line);
  }
  if (member) leave();
  rd_kafka_destroy(producer);
  return 0;
}
