// The soak's clients of librdkafka: many in one process, served in turn by one thread. Only closing
// has a thread of its own: it may wait for a rebalance that needs other clients of this process.
//
// Commands and lines are those of README.md, words separated by tabs.
#define _GNU_SOURCE
#include <librdkafka/rdkafka.h>
#include <poll.h>
#include <pthread.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

enum { most_clients = 256, most_partitions = 64, pause_ms = 500, commit_ms = 1000 };

typedef struct Client {
  char id[64];
  char topic[128];
  bool is_member;
  rd_kafka_t *handle;
  long next;         // number of the next record, from 0
  int keys;          // 0: without a key
  int ordinal;       // how often partitions were assigned
  bool uncommitted;  // something was read since the last commit
  int64_t positions[most_partitions];  // behind what was read in this assignment; -1 if nothing was
  long long due_ms;
  bool leaving;
  atomic_bool gone;
} Client;

static Client clients[most_clients];

static long long now_ms(void) {
  struct timespec now;
  clock_gettime(CLOCK_MONOTONIC, &now);
  return now.tv_sec * 1000LL + now.tv_nsec / 1000000;
}

// A whole line: clients that are closing say theirs in threads of their own.
static void say(const char *format, ...) {
  va_list words;
  va_start(words, format);
  flockfile(stdout);
  vprintf(format, words);
  putchar('\n');
  funlockfile(stdout);
  va_end(words);
}

static void on_delivery(rd_kafka_t *handle, const rd_kafka_message_t *it, void *opaque) {
  (void)handle;
  const Client *client = opaque;
  const long number = (long)(intptr_t)it->_private;
  if (it->err)
    say("unsure\t%s\t%ld\t%s", client->id, number, rd_kafka_err2name(it->err));
  else
    say("acked\t%s\t%s\t%d\t%lld\t%ld", client->id, rd_kafka_topic_name(it->rkt), it->partition,
        (long long)it->offset, number);
}

static void on_error(rd_kafka_t *handle, int error, const char *reason, void *opaque) {
  (void)handle;
  const Client *client = opaque;
  say("error\t%s\tclient\t%s\t%s", client->id, rd_kafka_err2name(error), reason);
}

static void forget_positions(Client *client) {
  client->uncommitted = false;
  for (int i = 0; i < most_partitions; ++i) client->positions[i] = -1;
}

// What was read is printed before it is committed: a client that is killed in between has reported too much, never too little.
static void commit(Client *client) {
  if (!client->uncommitted) return;
  client->uncommitted = false;
  fflush(stdout);
  rd_kafka_topic_partition_list_t *places = rd_kafka_topic_partition_list_new(0);
  for (int i = 0; i < most_partitions; ++i)
    if (client->positions[i] >= 0)
      rd_kafka_topic_partition_list_add(places, client->topic, i)->offset = client->positions[i];
  const rd_kafka_resp_err_t error = rd_kafka_commit(client->handle, places, 0);
  for (int i = 0; i < places->cnt; ++i)
    if (error)
      say("refused\t%s\t%d\t%s", client->id, client->ordinal, rd_kafka_err2name(error));
    else
      say("committed\t%s\t%d\t%s\t%d\t%lld", client->id, client->ordinal, client->topic,
          places->elems[i].partition, (long long)places->elems[i].offset);
  rd_kafka_topic_partition_list_destroy(places);
}

static void on_rebalance(rd_kafka_t *handle, rd_kafka_resp_err_t what,
                         rd_kafka_topic_partition_list_t *partitions, void *opaque) {
  Client *client = opaque;
  if (what == RD_KAFKA_RESP_ERR__ASSIGN_PARTITIONS) {
    char numbers[256] = "";
    for (int i = 0, size = 0; i < partitions->cnt && size < (int)sizeof numbers; ++i)
      size += snprintf(numbers + size, sizeof numbers - size, " %d", partitions->elems[i].partition);
    say("assigned\t%s\t%d\t%s", client->id, ++client->ordinal, numbers);
    forget_positions(client);
    rd_kafka_assign(handle, partitions);
    return;
  }
  if (rd_kafka_assignment_lost(handle)) {
    say("lost\t%s\t%d", client->id, client->ordinal);
    forget_positions(client);
  }
  commit(client);
  rd_kafka_assign(handle, NULL);
}

static void set(rd_kafka_conf_t *conf, const char *name, const char *value) {
  char why[256];
  if (rd_kafka_conf_set(conf, name, value, why, sizeof why) == RD_KAFKA_CONF_OK) return;
  fprintf(stderr, "%s\n", why);
  exit(2);
}

static rd_kafka_conf_t *new_conf(Client *client) {
  rd_kafka_conf_t *conf = rd_kafka_conf_new();
  set(conf, "bootstrap.servers", getenv("BOOTSTRAP"));
  set(conf, "client.id", client->id);
  set(conf, "topic.metadata.refresh.interval.ms", "2000");
  set(conf, "log_level", "2");
  rd_kafka_conf_set_opaque(conf, client);
  rd_kafka_conf_set_error_cb(conf, on_error);
  return conf;
}

static rd_kafka_t *open_handle(rd_kafka_type_t type, rd_kafka_conf_t *conf) {
  char why[256];
  rd_kafka_t *handle = rd_kafka_new(type, conf, why, sizeof why);
  if (handle) return handle;
  fprintf(stderr, "%s\n", why);
  exit(2);
}

static void open_producer(Client *client, int keys) {
  rd_kafka_conf_t *conf = new_conf(client);
  set(conf, "enable.idempotence", "true");
  rd_kafka_conf_set_dr_msg_cb(conf, on_delivery);
  client->keys = keys;
  client->handle = open_handle(RD_KAFKA_PRODUCER, conf);
}

static void open_member(Client *client, const char *group) {
  rd_kafka_conf_t *conf = new_conf(client);
  set(conf, "group.id", group);
  set(conf, "session.timeout.ms", "10000");
  set(conf, "heartbeat.interval.ms", "1000");
  set(conf, "auto.offset.reset", "earliest");
  set(conf, "enable.auto.commit", "false");
  set(conf, "partition.assignment.strategy", "range");
  set(conf, "queued.max.messages.kbytes", "256");
  rd_kafka_conf_set_rebalance_cb(conf, on_rebalance);
  client->is_member = true;
  client->handle = open_handle(RD_KAFKA_CONSUMER, conf);
  rd_kafka_poll_set_consumer(client->handle);
  rd_kafka_topic_partition_list_t *topics = rd_kafka_topic_partition_list_new(1);
  rd_kafka_topic_partition_list_add(topics, client->topic, RD_KAFKA_PARTITION_UA);
  rd_kafka_subscribe(client->handle, topics);
  rd_kafka_topic_partition_list_destroy(topics);
}

// The client has left when it has left its group, or has sent all. librdkafka may then wait without end for a thread of
// its own in rd_kafka_destroy(), if the topic was deleted meanwhile: nobody waits for that.
static void *close_handle(void *opaque) {
  Client *client = opaque;
  rd_kafka_t *handle = client->handle;
  if (client->is_member) {
    rd_kafka_consumer_close(handle);
    if (client->uncommitted) say("unasked\t%s\t%d", client->id, client->ordinal);
  } else {
    rd_kafka_flush(handle, 120000);
  }
  client->gone = true;
  rd_kafka_destroy(handle);
  return NULL;
}

static void leave(Client *client) {
  client->leaving = true;
  pthread_t leaver;
  pthread_create(&leaver, NULL, close_handle, client);
  pthread_detach(leaver);
}

static void clear(Client *client) {
  say("down\t%s", client->id);
  memset(client, 0, sizeof *client);
}

static void produce_one(Client *client) {
  char key[96], value[96];
  const int value_size = snprintf(value, sizeof value, "%s:%ld", client->id, client->next);
  const int key_size = snprintf(key, sizeof key, "%s-%ld", client->id, client->keys ? client->next % client->keys : 0);
  const rd_kafka_resp_err_t error = rd_kafka_producev(
      client->handle, RD_KAFKA_V_TOPIC(client->topic), RD_KAFKA_V_MSGFLAGS(RD_KAFKA_MSG_F_COPY),
      RD_KAFKA_V_KEY(client->keys ? key : NULL, client->keys ? key_size : 0), RD_KAFKA_V_VALUE(value, value_size),
      RD_KAFKA_V_OPAQUE((void *)(intptr_t)client->next), RD_KAFKA_V_END);
  if (error) say("unsure\t%s\t%ld\t%s", client->id, client->next, rd_kafka_err2name(error));
  client->next++;
}

static void serve_member(Client *client) {
  for (int i = 0; i < 100; ++i) {
    rd_kafka_message_t *it = rd_kafka_consumer_poll(client->handle, 0);
    if (!it) return;
    if (it->err)
      say("error\t%s\tpoll\t%s\t%s", client->id, rd_kafka_err2name(it->err), rd_kafka_message_errstr(it));
    else
      say("read\t%s\t%d\t%s\t%d\t%lld\t%.*s", client->id, client->ordinal, rd_kafka_topic_name(it->rkt), it->partition,
          (long long)it->offset, (int)it->len, (const char *)it->payload);
    if (!it->err) {
      client->uncommitted = true;
      client->positions[it->partition] = it->offset + 1;
    }
    rd_kafka_message_destroy(it);
  }
}

static void serve(Client *client) {
  if (client->leaving) {
    if (client->gone) clear(client);
    return;
  }
  const bool due = now_ms() >= client->due_ms;
  if (due) client->due_ms = now_ms() + (client->is_member ? commit_ms : pause_ms);
  if (client->is_member) {
    serve_member(client);
    if (due) commit(client);
  } else {
    if (due) produce_one(client);
    rd_kafka_poll(client->handle, 0);
  }
}

static Client *find(const char *id) {
  for (int i = 0; i < most_clients; ++i)
    if (!strcmp(clients[i].id, id)) return &clients[i];
  fprintf(stderr, "no room, or no client %s\n", id);
  exit(2);
}

static void obey(char *line) {
  char *words[5] = {"", "", "", "", ""};
  int count = 0;
  for (char *word; count < 5 && (word = strsep(&line, "\t\n"));) words[count++] = word;
  if (!strcmp(words[0], "leave")) {
    leave(find(words[1]));
    return;
  }
  Client *client = find("");
  snprintf(client->id, sizeof client->id, "%s", words[1]);
  snprintf(client->topic, sizeof client->topic, "%s", words[2]);
  if (!strcmp(words[0], "produce"))
    open_producer(client, atoi(words[3]));
  else
    open_member(client, words[3]);
  say("up\t%s", client->id);
}

// Obeys the commands that have come, as whole lines. False at the end of standard input.
static bool read_commands(void) {
  static char text[65536];
  static size_t size = 0;
  struct pollfd input = {.fd = 0, .events = POLLIN};
  if (poll(&input, 1, 20) <= 0) return true;
  const ssize_t got = read(0, text + size, sizeof text - size - 1);
  if (got <= 0) return false;
  size += (size_t)got;
  text[size] = 0;
  char *begin = text;
  for (char *end; (end = strchr(begin, '\n')); begin = end + 1) {
    *end = 0;
    obey(begin);
  }
  size -= (size_t)(begin - text);
  memmove(text, begin, size);
  return true;
}

int main(void) {
  static char buffer[1 << 16];
  setvbuf(stdout, buffer, _IOFBF, sizeof buffer);
  while (read_commands()) {
    for (int i = 0; i < most_clients; ++i)
      if (clients[i].handle) serve(&clients[i]);
    fflush(stdout);
  }
  return 0;
}
