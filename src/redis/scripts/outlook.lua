--[[ What the choice of a question has to know of its guild, but when each was last asked.
  KEYS  bank, settings, open     ARGV  now, what the key of every post begins with
  Reply {version of the bank or "0", mix or "", {questions of the posts that take answers now}} ]]
local asked = {}
for _, slot in ipairs(redis.call("ZRANGE", KEYS[3], "(" .. ARGV[1], "+inf", "BYSCORE")) do
  asked[#asked + 1] = redis.call("HGET", ARGV[2] .. slot, "questionId") or ""
end
return {
  redis.call("HGET", KEYS[1], "version") or "0",
  redis.call("HGET", KEYS[2], "bankMix") or "",
  asked,
}
