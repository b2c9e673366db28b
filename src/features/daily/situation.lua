--[[ What a click needs to know: the post, the answer to it, the streak, the settings of the guild and its bank.
  KEYS  post, answers, streaks, settings, bank     ARGV  user id, then the names of the post's fields
  Reply {their values, answer or "", streak or "", fields of the settings, version of the bank or "0"} ]]
return {
  redis.call("HMGET", KEYS[1], unpack(ARGV, 2)),
  redis.call("HGET", KEYS[2], ARGV[1]) or "",
  redis.call("HGET", KEYS[3], ARGV[1]) or "",
  redis.call("HGETALL", KEYS[4]),
  redis.call("HGET", KEYS[5], "version") or "0",
}
