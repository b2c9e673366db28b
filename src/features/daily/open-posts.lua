--[[ The posts of a guild that take answers now. The key of each carries the tag of the first, so one node holds them all.
  KEYS  open     ARGV  now, what the key of every post begins with
  Reply {slot id, fields of the post} each ]]
local found = {}
for _, slot in ipairs(redis.call("ZRANGE", KEYS[1], "(" .. ARGV[1], "+inf", "BYSCORE")) do
  found[#found + 1] = { slot, redis.call("HGETALL", ARGV[2] .. slot) }
end
return found
