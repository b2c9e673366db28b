--[[ What a click needs to know: the post, the member's answer to it, their streak, the guild's zone and its bank.
  KEYS  post, answers, streaks, settings, bank     ARGV  user id
  Reply {fields of the post, answer or "", streak or "", zone or "", version of the bank or "0"} ]]
return {
  redis.call("HGETALL", KEYS[1]),
  redis.call("HGET", KEYS[2], ARGV[1]) or "",
  redis.call("HGET", KEYS[3], ARGV[1]) or "",
  redis.call("HGET", KEYS[4], "zone") or "",
  redis.call("HGET", KEYS[5], "version") or "0",
}
