/* Is Dogear there? A cluster with a topic, by the C functions. */
#include <dogear/dogear.h>
#include <stdio.h>

int main(void) {
  dogear_cluster* kafka;
  if (dogear_new("{\"topic\":\"orders\"}", &kafka) != 0) {
    fprintf(stderr, "%s\n", dogear_last_error());
    return 1;
  }
  printf("Kafka at %s\n", dogear_bootstrap_servers(kafka));
  dogear_destroy(kafka);
  return 0;
}
