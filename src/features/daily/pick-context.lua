--[[ Reads what picking the next question depends on, as of one moment.
  KEYS  bank, settings, open posts, last asked     ARGV  now, prefix of every post's key
  Reply {bank version or "0", bank mix or "", {question ids of open posts}, {question id, last asked, …}} ]]
local open = {}
for _, slot in ipairs(redis.call("ZRANGE", KEYS[3], "(" .. ARGV[1], "+inf", "BYSCORE")) do
  open[#open + 1] = redis.call("HGET", ARGV[2] .. slot, "questionId") or ""
end
return {
  redis.call("HGET", KEYS[1], "version") or "0",
  redis.call("HGET", KEYS[2], "bankMix") or "",
  open,
  redis.call("ZRANGE", KEYS[4], 0, -1, "WITHSCORES"),
}
