--[[ What the choice of a question has to know of its guild, all at one moment.
  KEYS  bank, settings, open, asked     ARGV  now, what the key of every post begins with
  Reply {version of the bank or "0", mix or "", {questions of the posts that take answers now}, {question, when it was
        last asked, and so on}} ]]
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
