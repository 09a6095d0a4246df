# Checks lines "topic partition offset timestamp key value" in the order in which one group read them: the offsets
# of every partition go on one by one from `from` ("partition:offset ...", otherwise 0); each key stays in one
# partition and its record numbers rise. The first line that does not fit is printed and ends the check.
BEGIN { FS = "\t"; n = split(from, places, " "); for (i = 1; i <= n; i++) { split(places[i], p, ":"); next_offset[p[1]] = p[2] } }
{
  number = $6 + 0
  if ($3 != next_offset[$2] + 0) exit failed("offset " $3 " of partition " $2 " instead of " next_offset[$2] + 0)
  if ($5 != "" && $5 in partition && partition[$5] != $2) exit failed($5 " in partitions " partition[$5] " and " $2)
  if ($5 != "" && $5 in last && last[$5] >= number) exit failed($5 ": record " number " after " last[$5])
  next_offset[$2] = $3 + 1; partition[$5] = $2; last[$5] = number
}
function failed(why) { print why; return 1 }
