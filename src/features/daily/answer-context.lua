--[[ Reads what a click on a post needs to know.
  KEYS  post, answers, streaks, settings, bank     ARGV  user id, then the names of the post's fields
  Reply {values of the post's fields, answer or "", streak or "", settings, bank version or "0"} ]]
return {
  redis.call("HMGET", KEYS[1], unpack(ARGV, 2)),
  redis.call("HGET", KEYS[2], ARGV[1]) or "",
  redis.call("HGET", KEYS[3], ARGV[1]) or "",
  redis.call("HGETALL", KEYS[4]),
  redis.call("HGET", KEYS[5], "version") or "0",
}
