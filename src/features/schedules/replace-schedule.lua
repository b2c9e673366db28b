--[[ Puts a schedule's new rule in the place of the one it was made from, and of no other.
  KEYS  schedules     ARGV  id, rule before, rule after
  Reply 1 replaced | 0 changed meanwhile ]]
local rule = redis.call("HGET", KEYS[1], ARGV[1])
if rule == ARGV[3] then return 1 end
if rule ~= ARGV[2] then return 0 end
redis.call("HSET", KEYS[1], ARGV[1], ARGV[3])
return 1
