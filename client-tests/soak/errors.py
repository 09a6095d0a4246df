"""The errors that are to be expected in the soak, with the reason for each. Any other error is a failure.

ANSWERS are the errors that /metrics counts, by API; CLIENTS are those that clients report, by kind of topic.
"""
import re

REBALANCING = "REBALANCE_IN_PROGRESS|UNKNOWN_MEMBER_ID|ILLEGAL_GENERATION"
GONE = "UNKNOWN_TOPIC_OR_PARTITION|UNKNOWN_TOPIC_ID"

# (API, error, why)
ANSWERS = [
    ("ApiVersions", "UNSUPPORTED_VERSION", "a client newer than the broker asks again with an older version"),
    ("JoinGroup", "MEMBER_ID_REQUIRED", "a new member is given its id first"),
    ("JoinGroup|SyncGroup|Heartbeat|OffsetCommit|LeaveGroup", REBALANCING,
     "members come and go; who was busy elsewhere for a session comes back as an unknown member"),
    ("Metadata|Fetch|Produce|ListOffsets|OffsetCommit|OffsetFetch|OffsetForLeaderEpoch", GONE,
     "a passing topic is deleted while clients use it"),
    ("Fetch", "OFFSET_OUT_OF_RANGE", "retention and trimming overtake readers of short topics"),
    ("ListOffsets", "OFFSET_OUT_OF_RANGE", "likewise"),
    ("Fetch", "FETCH_SESSION_ID_NOT_FOUND|INVALID_FETCH_SESSION_EPOCH|FETCH_SESSION_TOPIC_ID_ERROR",
     "more fetch sessions than the cache holds, or a session's topic was deleted"),
    ("DeleteGroups", "GROUP_ID_NOT_FOUND", "an empty group without committed offsets is removed by the coordinator"),
    ("FindCoordinator|OffsetFetch", "COORDINATOR_NOT_AVAILABLE", "__consumer_offsets is being created"),
]
# (topic, what the client says, why)
CLIENTS = [
    ("passing", f"{GONE}|.*_UNKNOWN_(TOPIC|PARTITION).*|(ERR_)?UNKNOWN_TOPIC_OR_PART", "a passing topic is deleted while clients use it"),
    ("passing", "REQUEST_TIMED_OUT", "a send to a topic that is gone ends with the Java client's TimeoutException"),
    ("short", "OFFSET_OUT_OF_RANGE", "retention and trimming overtake readers of short topics"),
    (".*", "_TIMED_OUT while leaving",
     "librdkafka waits five seconds for the answer to LeaveGroup, which is not begun before that to JoinGroup is there"),
    (".*", rf"{REBALANCING}|.*\.CommitFailedException: .*", "members come and go"),
]


def reason(table, which, error):
    """The reason for this error of an API or of a kind of topic; None if there is none in the table."""
    for pattern, errors, why in table:
        if re.fullmatch(pattern, which) and re.fullmatch(errors, error):
            return why
    return None
