--[[ Lists the posts of a guild that take answers now. All keys share the guild's hash tag, so one node has them.
  KEYS  open posts     ARGV  now, prefix of every post's key
  Reply {slot id, fields} for each ]]
local found = {}
for _, slot in ipairs(redis.call("ZRANGE", KEYS[1], "(" .. ARGV[1], "+inf", "BYSCORE")) do
  found[#found + 1] = { slot, redis.call("HGETALL", ARGV[2] .. slot) }
end
return found
