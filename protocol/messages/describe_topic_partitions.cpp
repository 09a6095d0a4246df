#include "protocol/messages/describe_topic_partitions.hpp"

#include "protocol/describe.hpp"

DOGEAR_MESSAGE(DescribeTopicPartitionsRequest)
DOGEAR_MESSAGE(DescribeTopicPartitionsResponse)
